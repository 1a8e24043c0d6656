import { beforeAll, describe, expect, it, vi } from 'vitest';
import { clipNames, clipSeconds, encodeClips, type ClipName } from './fixtures/encoded-clips.js';
import { decodeAudio } from './index.js';

const limits = { maxDurationSeconds: 60 };
let clips: Record<ClipName, Uint8Array>;
beforeAll(() => {
  clips = encodeClips();
  for (const level of ['error', 'warn'] as const) vi.spyOn(console, level).mockReturnValue();
});

/** Formats whose frames or pages have a checksum, and the parts of the file before which there are two, not the last. */
const checked: ReadonlyArray<readonly [ClipName, number, number]> = [
  ['plain.flac', 0.45, 0.7],
  ['high.flac', 0.45, 0.7],
  ['opus.ogg', 0.9, 0.97],
  // Its first half is tables of the codec.
  ['vorbis.ogg', 0.9, 0.97],
];
/** Formats with tables or headers of their own for every frame. */
const framed: readonly ClipName[] = [
  ...['plain.mp3', 'tagged.mp3', 'front.m4a', 'fragments.m4a', 'opus-fragments.mp4', 'plain.aac'],
  ...['plain.flac', 'plain.webm', 'live.webm', 'vorbis.webm'],
] as ClipName[];

describe('damaged frames', () => {
  it.each(clipNames)('are none in a whole %s', async (name) => {
    expect((await decodeAudio(clips[name], limits)).damagedFrames).toBe(0);
  });

  it.each(checked)('are counted in %s, and what follows stays in its place', async (name, ...shares) => {
    const bytes = clips[name].slice();
    for (const share of shares) bytes[Math.floor(share * bytes.length)]! ^= 0x10;
    const { damagedFrames, durationSeconds } = await decodeAudio(bytes, limits);
    expect(damagedFrames).toBeGreaterThanOrEqual(1);
    expect(damagedFrames).toBeLessThanOrEqual(2);
    expect(durationSeconds).toBeCloseTo(clipSeconds, 2);
  });

  it.each(framed)('are counted where %s is cut off', async (name) => {
    const { damagedFrames, durationSeconds } = await decodeAudio(clips[name].subarray(0, -700), limits);
    expect(damagedFrames).toBeGreaterThanOrEqual(1);
    expect(durationSeconds).toBeLessThan(clipSeconds);
  });

  it.each(['plain.aac', 'front.m4a'] as const)('of %s become silence', async (name) => {
    const bytes = clips[name].slice();
    // Begins a frame with an element that defines channels, which makes the decoder give up the whole file.
    const at = name === 'plain.aac' ? middleFrame(bytes) : Math.floor(0.6 * bytes.length);
    bytes.fill(0xbf, at, at + 40);
    const { damagedFrames, durationSeconds } = await decodeAudio(bytes, limits);
    const whole = await decodeAudio(clips[name], limits);
    expect(damagedFrames).toBeGreaterThanOrEqual(1);
    expect(damagedFrames).toBeLessThan(6);
    expect(durationSeconds).toBe(whole.durationSeconds);
  });
});

/** Where the content of a frame near the middle of an ADTS file begins. */
function middleFrame(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length / 2) at += ((bytes[at + 3]! & 3) << 11) | (bytes[at + 4]! << 3) | (bytes[at + 5]! >> 5);
  return at + 7;
}
