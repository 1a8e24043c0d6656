import { describe, expect, it } from 'vitest';
import { buzz } from '../fixtures/signals.js';
import { intervals, repeated, trackOf } from '../fixtures/tracks.js';
import { intensityTrack } from './intensity.js';
import { pitchTrack } from './pitch/pitch.js';
import { findSilences, isSurelySilent, silenceFloor, totalLength, type Silences } from './silences.js';

const rate = 16_000;
const silencesOf = (signal: Float32Array): Silences =>
  findSilences(intensityTrack(signal, rate, silenceFloor), signal.length / rate, pitchTrack(signal, rate));

describe('pauses', () => {
  it('are found at their place, whatever the level', () => {
    const gap = new Float32Array(8_000);
    const joined = Float32Array.from([...buzz(150, 1), ...gap, ...buzz(150, 1)]);
    for (const gain of [1, 0.01]) {
      const { sounding, pauses } = silencesOf(joined.map((value) => value * gain));
      expect(sounding).toHaveLength(2);
      expect(pauses).toHaveLength(1);
      expect(pauses[0]!.start).toBeCloseTo(1, 1);
      expect(totalLength(pauses)).toBeGreaterThan(0.42);
      expect(totalLength(pauses)).toBeLessThan(0.52);
    }
  });

  it('are none in a recording without sound', () => {
    expect(silencesOf(new Float32Array(16_000))).toEqual({ sounding: [], pauses: [] });
  });
});

describe('isSurelySilent', () => {
  const alternating = (range: number) =>
    Float32Array.from({ length: 16_000 }, (_, index) => 0.25 + (index % 2) * range);

  it.each([
    ['no samples', new Float32Array(0), true],
    ['zeros', new Float32Array(16_000), true],
    ['a constant', alternating(0), true],
    ['less than half a step of 16 bits', alternating(1.5e-5), true],
    ['a step of 16 bits', alternating(1 / 32_768), false],
    ['a voice', buzz(150, 1), false],
  ])('of %s', (_, signal, expected) => {
    expect(isSurelySilent(signal)).toBe(expected);
    if (expected && signal.length > 0) expect(silencesOf(signal).sounding).toEqual([]);
  });
});

describe('findSilences', () => {
  /** Levels in dB over numbers of frames of 10 ms, all voiced. */
  const found = (...parts: readonly (readonly [level: number, frames: number])[]): Silences => {
    const values = parts.flatMap(([level, frames]) => repeated(level, frames));
    return findSilences(trackOf(values), values.length / 100, trackOf(repeated(120, values.length)));
  };
  const rounded = ({ sounding, pauses }: Silences) =>
    [sounding, pauses].map((each) => each.map(({ start, end }) => [start, end].map((t) => Math.round(t * 100))));

  it('puts the threshold 25 dB below the maximum', () => {
    expect(rounded(found([-10, 1], [-14, 49], [-34.9, 50], [-14, 50]))).toEqual([[[0, 150]], []]);
    expect(rounded(found([-10, 1], [-14, 49], [-35.1, 50], [-14, 50]))).toEqual([
      [
        [0, 50],
        [100, 150],
      ],
      [[50, 100]],
    ]);
  });

  it.each([
    [9, 0],
    [10, 1],
    [11, 1],
  ])('has of a silence of %i0 ms %i pauses', (frames, count) => {
    expect(found([-10, 50], [-60, frames], [-10, 50]).pauses).toHaveLength(count);
  });

  it('drops a sound that is shorter than 100 ms', () => {
    expect(rounded(found([-10, 50], [-60, 30], [-10, 9], [-60, 30], [-10, 50]))[1]).toEqual([[50, 119]]);
    expect(found([-10, 50], [-60, 30], [-10, 10], [-60, 30], [-10, 50]).pauses).toHaveLength(2);
  });

  it('does not count the silence before and after the speech as pauses', () => {
    expect(rounded(found([-60, 30], [-10, 50], [-60, 30]))).toEqual([[[30, 80]], []]);
  });

  it('extends the speech over a short silence at the ends', () => {
    expect(rounded(found([-60, 5], [-10, 50], [-60, 5]))).toEqual([[[0, 60]], []]);
  });

  it('does not let a knock raise the threshold', () => {
    const levels = [...repeated(-30, 100), ...repeated(0, 2), ...repeated(-30, 100)];
    const voiced = [...repeated(120, 90), ...repeated(0, 22), ...repeated(120, 90)];
    const { sounding } = findSilences(trackOf(levels), 2.02, trackOf(voiced));
    expect(totalLength(sounding)).toBeCloseTo(2.02, 6);
    // Without voice there is nothing to relate the knock to.
    expect(findSilences(trackOf(levels), 2.02, trackOf(repeated(0, 202))).sounding).toEqual([]);
  });
});

describe('totalLength', () => {
  it('sums the lengths of intervals', () => {
    expect(totalLength([])).toBe(0);
    expect(totalLength(intervals([0, 0.5], [2, 3]))).toBe(1.5);
  });
});
