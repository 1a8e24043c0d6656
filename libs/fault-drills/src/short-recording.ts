import { readFile, writeFile } from 'node:fs/promises';

const headerBytes = 44;

/** Copies a part of a 16-bit mono WAV file into a new WAV file that is cheap to analyse. */
export async function cutRecording(
  source: string,
  target: string,
  stretch: { readonly fromSeconds: number; readonly seconds: number },
): Promise<void> {
  await writeFile(target, cutWav(await readFile(source), stretch));
}

/** @throws Error unless the file is 16-bit mono PCM WAV with a header of 44 bytes */
export function cutWav(
  wav: Buffer,
  { fromSeconds, seconds }: { readonly fromSeconds: number; readonly seconds: number },
): Buffer {
  const isPlain =
    wav.toString('latin1', 36, 40) === 'data' && wav.readUInt16LE(22) === 1 && wav.readUInt16LE(34) === 16;
  if (!isPlain) throw new Error('not a plain 16-bit mono WAV file');
  const bytesPerSecond = wav.readUInt32LE(28);
  const from = headerBytes + Math.round((fromSeconds * bytesPerSecond) / 2) * 2;
  const data = wav.subarray(from, from + Math.round((seconds * bytesPerSecond) / 2) * 2);
  const header = Buffer.from(wav.subarray(0, headerBytes));
  header.writeUInt32LE(headerBytes - 8 + data.length, 4);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
