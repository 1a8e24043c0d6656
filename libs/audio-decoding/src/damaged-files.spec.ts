import { beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeAudio, type DecodedAudio } from './index.js';
import { encodeClips, type ClipName } from './fixtures/encoded-clips.js';

/** Damaged files per format. A parser that loops for ever shows as a test that times out. */
const rounds = 200;
/** Vorbis sets its decoder up anew for every file, which takes ten times as long as the others. */
const slowRounds = 60;
const limits = { maxDurationSeconds: 10 };
let clips: Record<ClipName, Uint8Array>;

beforeAll(() => {
  clips = encodeClips();
  // The decoders tell the console about every damaged frame.
  for (const level of ['error', 'warn', 'log'] as const) vi.spyOn(console, level).mockReturnValue();
});

/** Park & Miller's generator: the same files in every run. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Cut, a few bytes, many bytes, or the header alone: each damages another layer of a parser. */
function damage(bytes: Uint8Array, kind: number, random: () => number): Uint8Array {
  const copy = kind === 0 ? bytes.slice(0, Math.floor(random() * bytes.length)) : bytes.slice();
  const reach = kind === 3 ? Math.min(400, copy.length) : copy.length;
  const count = kind === 1 ? 4 : kind === 2 ? 100 : 6;
  for (let k = 0; k < count; k++) copy[Math.floor(random() * reach)] = Math.floor(random() * 256);
  return copy;
}

const names: ClipName[] = [
  'plain.wav',
  'low.mp3',
  'behind.m4a',
  'fragments.m4a',
  'opus.mp4',
  'plain.aac',
  'plain.flac',
  'opus.ogg',
  'vorbis.ogg',
  'live.webm',
];

describe('a damaged file ends in a typed error or in a bounded recording', () => {
  it.each(names)('%s', async (name) => {
    const random = makeRandom(20_240_601);
    for (let round = 0; round < (name === 'vorbis.ogg' ? slowRounds : rounds); round++) {
      const bytes = damage(clips[name], round % 4, random);
      const outcome: unknown = await decodeAudio(bytes, limits).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'DecodingError' });
      else expect((outcome as DecodedAudio).durationSeconds).toBeLessThanOrEqual(limits.maxDurationSeconds);
    }
  });
});
