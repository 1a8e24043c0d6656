import { describe, expect, it } from 'vitest';
import { buzz, gaussianNoise } from '../fixtures/signals.js';
import { intervals, repeated, trackOf } from '../fixtures/tracks.js';
import { contoursOf } from './contours.js';
import { intensityTrack } from './intensity.js';
import { nucleusFloor, syllableNuclei } from './syllables.js';

const rate = 16_000;

/** Voiced bumps of a quarter of a second at the given times, 20 dB above a hum between them. */
function babble(times: readonly number[], seconds: number): Float32Array {
  const voice = buzz(150, seconds);
  return voice.map((value, index) => {
    const time = index / rate;
    const nearest = Math.min(...times.map((centre) => Math.abs(time - centre)));
    return value * (0.1 + 0.9 * Math.max(0, Math.cos(Math.PI * Math.min(1, nearest / 0.125) * 0.5)) ** 2);
  });
}

const nucleiOf = (signal: Float32Array): number[] => {
  const { pitch, silences } = contoursOf(signal, rate);
  return syllableNuclei(intensityTrack(signal, rate, nucleusFloor), pitch, silences.sounding);
};

describe('syllable nuclei', () => {
  const times = [0.3, 0.6, 0.9, 1.2, 1.5, 1.8];

  it('are found where the voice swells', () => {
    const found = nucleiOf(babble(times, 2.1));
    expect(found).toHaveLength(times.length);
    found.forEach((time, index) => expect(Math.abs(time - times[index]!)).toBeLessThan(0.03));
  });

  it('are none where noise swells', () => {
    const noise = gaussianNoise(2.1 * rate);
    const envelope = babble(times, 2.1).map((value, index) => Math.abs(value) * noise[index]!);
    expect(nucleiOf(envelope).length).toBeLessThanOrEqual(1);
  });
});

describe('syllableNuclei', () => {
  /** Levels in dB, a frame every 10 ms. */
  const levels = (...parts: readonly (readonly [level: number, frames: number])[]): number[] =>
    parts.flatMap(([level, frames]) => repeated(level, frames));
  const nuclei = (values: readonly number[], voiced = repeated(120, values.length), sounding = intervals([0, 9])) =>
    syllableNuclei(trackOf(values), trackOf(voiced), sounding).map((time) => Math.round(time * 100));

  it('finds a peak with a dip of more than 2 dB after it', () => {
    expect(nuclei([-40, -10, -20, -40])).toEqual([1]);
    expect(nuclei([-40, -10, -12.1, -10, -40])).toEqual([1, 3]);
    expect(nuclei([-40, -10, -11.9, -10, -40])).toEqual([3]);
  });

  it('takes the first frame of a plateau', () => {
    expect(nuclei(levels([-40, 3], [-10, 4], [-40, 3]))).toEqual([3]);
  });

  it.each([
    [-34.9, 2],
    [-35.1, 1],
  ])('needs a peak less than 25 dB below the loud frames: %d dB', (level, count) => {
    expect(nuclei(levels([-60, 1], [-10, 5], [-60, 1], [level, 1], [-60, 1]))).toHaveLength(count);
  });

  it('leaves out unvoiced peaks and those outside the sounding parts', () => {
    const values = [-40, -10, -40, -10, -40];
    expect(nuclei(values, [0, 0, 0, 120, 0])).toEqual([3]);
    expect(nuclei(values, undefined, intervals([0, 0.015]))).toEqual([1]);
    expect(nuclei(values, undefined, [])).toEqual([]);
  });

  it('finds none in a recording without frames', () => {
    expect(nuclei([])).toEqual([]);
  });
});
