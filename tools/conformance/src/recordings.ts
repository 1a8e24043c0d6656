import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { decodeAudio } from '@vocalborn/audio-decoding';
import type { Recording } from '@vocalborn/speech-analysis';
import type { DebianParts } from './debian-parts.js';

/** A recording of a human voice. */
export interface RealRecording extends Recording {
  readonly path: string;
  readonly name: string;
}

/** Prompts per speaker, evenly spread over the folder, and the bounds of their size: about 0.8 to 12 s at 8 kHz. */
const perSpeaker = 14;
const [smallest, largest] = [13_000, 200_000];

/** Reads a fixed choice of recordings, some of each speaker. */
export async function realRecordings(parts: DebianParts): Promise<RealRecording[]> {
  const chosen = parts.promptFolders.flatMap((folder) => spread(waves(folder), perSpeaker));
  const names = waves(parts.channelNames).filter((path) => basename(path) !== 'Noise.wav');
  const recordings: RealRecording[] = [];
  for (const path of [...chosen, ...names]) recordings.push(await read(path));
  return recordings;
}

/** Reads a file by the service's own decoder. */
export async function read(path: string): Promise<RealRecording> {
  const { samples, sampleRate } = await decodeAudio(readFileSync(path), { maxDurationSeconds: 3600 });
  return { samples, sampleRate, path, name: `${basename(dirname(path))}/${basename(path)}` };
}

function waves(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.wav'))
    .sort()
    .map((name) => join(folder, name));
}

function spread(paths: readonly string[], count: number): string[] {
  const fitting = paths.filter((path) => {
    const { size } = statSync(path);
    return size >= smallest && size <= largest;
  });
  return fitting.filter(
    (_, index) => Math.floor((index * count) / fitting.length) !== Math.floor(((index - 1) * count) / fitting.length),
  );
}

/** Encodes mono samples as 16-bit WAV. */
export function waveFile({ samples, sampleRate }: Recording): Buffer {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + 2 * samples.length, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(2 * sampleRate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((value, index) => {
    bytes.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(value * 32_768))), 44 + 2 * index);
  });
  return bytes;
}
