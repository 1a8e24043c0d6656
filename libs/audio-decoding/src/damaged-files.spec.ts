import { beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeAudio, type DecodedAudio } from './index.js';
import { damaged, damageKinds, makeRandom } from './fixtures/damage.js';
import { clipNames, encodeClips, type ClipName } from './fixtures/encoded-clips.js';

const seed = 20_240_601;
/** Damaged files of each kind and format. */
const rounds = 26;
/** Vorbis initialises its decoder for every file, which takes ten times as long as the others. */
const slowRounds = 6;
const limits = { maxDurationSeconds: 10 };
let clips: Record<ClipName, Uint8Array>;

beforeAll(() => {
  clips = encodeClips(0.5);
  // The decoders report every damaged frame on the console.
  for (const level of ['error', 'warn', 'log'] as const) vi.spyOn(console, level).mockReturnValue();
});

/** Describes what is wrong with an outcome, or null. */
function complaint(outcome: unknown): string | null {
  if (outcome instanceof Error) return outcome.name === 'DecodingError' ? null : String(outcome.stack);
  const { samples, durationSeconds, sampleRate } = outcome as DecodedAudio;
  if (!(durationSeconds > 0 && durationSeconds <= limits.maxDurationSeconds)) return `lasts ${durationSeconds} s`;
  if (!(sampleRate >= 4_000 && sampleRate < 80_000)) return `has a sample rate of ${sampleRate}`;
  return samples.every((value) => Math.abs(value) <= 65_536) ? null : 'holds values that are no sound';
}

const names: ClipName[] = [
  'plain.wav',
  'float.wav',
  'stereo.wav',
  'low.mp3',
  'plain.mp3',
  'behind.m4a',
  'front.m4a',
  'fragments.m4a',
  'opus.mp4',
  'plain.aac',
  'plain.flac',
  'high.flac',
  'opus.ogg',
  'vorbis.ogg',
  'plain.webm',
  'live.webm',
  'vorbis.webm',
];

describe.each(names)(`a damaged %s (seed ${seed})`, (name) => {
  it.each(damageKinds)('ends soon in a typed error or in a sound recording: %s', async (kind) => {
    const random = makeRandom(seed + damageKinds.indexOf(kind));
    for (let round = 0; round < (name.startsWith('vorbis') ? slowRounds : rounds); round++) {
      const other = clips[clipNames[Math.floor(random() * clipNames.length)]!];
      const bytes = damaged(clips[name], kind, other, random);
      const outcome: unknown = await decodeAudio(bytes, limits).catch((error: unknown) => error);
      expect(complaint(outcome), `round ${round}`).toBeNull();
    }
  });
});
