import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../fixtures/signals.js';
import { sine, trackOf } from '../fixtures/tracks.js';
import { harmonicityTrack, meanHarmonicity } from './harmonicity.js';

const rate = 16_000;

/** A tone with white noise at a ratio of powers in dB. */
function noisyTone(ratio: number): Float32Array {
  const noise = gaussianNoise(rate);
  const level = Math.SQRT1_2 / 10 ** (ratio / 20);
  return sine(200, 1).map((value, index) => value + level * noise[index]!);
}

describe('harmonicityTrack', () => {
  it.each([5, 10, 20])('is about %i dB for a tone with noise at that ratio', (ratio) => {
    expect(Math.abs(meanHarmonicity(harmonicityTrack(noisyTone(ratio), rate))! - ratio)).toBeLessThan(1);
  });

  it('is high for a pure tone and low for noise', () => {
    expect(meanHarmonicity(harmonicityTrack(sine(200, 1), rate))).toBeGreaterThan(40);
    expect(meanHarmonicity(harmonicityTrack(gaussianNoise(rate), rate))).toBeLessThan(3);
  });

  it('does not depend on the level', () => {
    const tone = noisyTone(10);
    const [loud, quiet] = [tone, tone.map((value) => value / 1000)].map((signal) => {
      return meanHarmonicity(harmonicityTrack(signal, rate))!;
    });
    expect(quiet).toBeCloseTo(loud!, 3);
  });

  it('has a frame every 10 ms, one longest period from the ends', () => {
    const track = harmonicityTrack(sine(200, 1), rate);
    expect(track.step).toBe(0.01);
    expect(track.count).toBe(Math.floor((1 - 2 / 75) / 0.01) + 1);
    expect(track.start).toBeGreaterThanOrEqual(1 / 75);
  });

  it('is −200 dB in silence', () => {
    const half = sine(200, 1).map((value, index) => (index < rate / 2 ? 0 : value));
    const { values, start } = harmonicityTrack(half, rate);
    const silent = Array.from(values).filter((_, frame) => start + frame * 0.01 < 0.45);
    expect(silent.every((value) => value === -200)).toBe(true);
    expect(harmonicityTrack(new Float32Array(rate), rate).values.every((value) => value === -200)).toBe(true);
  });
});

describe('meanHarmonicity', () => {
  it.each([
    [[10, 20], 15],
    [[10, -200, 20, -200], 15],
    [[-200, -200], null],
    [[], null],
  ])('of %j dB is %d', (values, expected) => {
    expect(meanHarmonicity(trackOf(values))).toBe(expected);
  });
});
