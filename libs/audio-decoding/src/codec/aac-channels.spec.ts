import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAudio } from '../index.js';

const limits = { maxDurationSeconds: 60 };
/** As ffmpeg arranges them, three and seven channels have no number of their own in AAC. */
const refused = [
  [3, 'an unusual arrangement of channels'],
  [4, '4 channels'],
  [5, '5 channels'],
  [6, '6 channels'],
  [7, 'an unusual arrangement of channels'],
  [8, '8 channels'],
] as const;

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'channels-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function encoded(channels: number, extension: string): Uint8Array {
  const path = join(folder, `${channels}.${extension}`);
  const sine = ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=300:duration=0.5', '-ac', String(channels)];
  execFileSync('ffmpeg', [...sine, '-c:a', 'aac', '-y', path]);
  return new Uint8Array(readFileSync(path));
}

describe.each(['m4a', 'aac'])('AAC in a .%s file', (extension) => {
  it.each([1, 2])('is decoded with %i channels', async (channels) => {
    expect(await decodeAudio(encoded(channels, extension), limits)).toMatchObject({ channels });
  });

  it.each(refused)('is sound but unsupported with %i channels', async (channels, found) => {
    await expect(decodeAudio(encoded(channels, extension), limits)).rejects.toMatchObject({
      code: 'unsupported-format',
      message: `AAC with ${found} is not supported; mono and stereo are.`,
    });
  });
});
