import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from './fixtures/crafted-containers.js';
import { clipSeconds, encodeClip } from './fixtures/encoded-clips.js';
import { decodeAudio } from './index.js';

const limits = { maxDurationSeconds: 60 };
const encodings = {
  'opus.ogg': ['-c:a', 'libopus'],
  'stereo-opus.ogg': ['-c:a', 'libopus', '-ac', '2'],
  'vorbis.ogg': ['-c:a', 'libvorbis', '-ar', '48000'],
  'slow-vorbis.ogg': ['-c:a', 'libvorbis', '-ar', '16000'],
} as const;
type Name = keyof typeof encodings;
let clips: Record<Name, Uint8Array>;
beforeAll(() => (clips = encodeClip(encodings)));

const decodeChain = (...names: Name[]) => decodeAudio(bytesOf(...names.map((name) => clips[name])), limits);

describe('Ogg streams that follow one another', () => {
  it.each<[Name, Name]>([
    ['opus.ogg', 'opus.ogg'],
    ['opus.ogg', 'stereo-opus.ogg'],
    ['vorbis.ogg', 'vorbis.ogg'],
    ['opus.ogg', 'vorbis.ogg'],
    ['vorbis.ogg', 'stereo-opus.ogg'],
  ])('become one recording: %s, %s', async (one, other) => {
    const [first, second, both] = [await decodeChain(one), await decodeChain(other), await decodeChain(one, other)];
    expect(both.durationSeconds).toBeCloseTo(2 * clipSeconds, 3);
    expect(both.damagedFrames).toBe(0);
    expect(both.samples.subarray(0, first.samples.length)).toEqual(first.samples);
    expect(both.samples.subarray(first.samples.length)).toEqual(second.samples);
  });

  it('are refused when their sample rates differ', async () => {
    await expect(decodeChain('vorbis.ogg', 'slow-vorbis.ogg')).rejects.toThrow(/sample rate changes/);
  });

  it('may be cut off in the second one', async () => {
    const whole = bytesOf(clips['opus.ogg'], clips['opus.ogg']);
    const { durationSeconds } = await decodeAudio(whole.subarray(0, -2_000), limits);
    expect(durationSeconds).toBeGreaterThan(clipSeconds - 0.01);
  });

  it('are as long as permitted together', async () => {
    const chain = bytesOf(clips['opus.ogg'], clips['opus.ogg']);
    await expect(decodeAudio(chain, { maxDurationSeconds: 1.7 * clipSeconds })).rejects.toMatchObject({
      code: 'audio-too-long',
    });
  });
});
