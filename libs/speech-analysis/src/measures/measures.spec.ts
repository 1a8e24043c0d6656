import { describe, expect, it } from 'vitest';
import { buzz, gaussianNoise } from '../fixtures/signals.js';
import { intensityTrack } from './intensity.js';
import { pitchTrack } from './pitch/pitch.js';
import { findSilences, silenceFloor, totalLength, type Silences } from './silences.js';

const rate = 16_000;
const pitchContour = (signal: Float32Array): Float64Array => pitchTrack(signal, rate).values;
const silencesOf = (signal: Float32Array): Silences =>
  findSilences(intensityTrack(signal, rate, silenceFloor), signal.length / rate, pitchTrack(signal, rate));

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

describe('the F0 contour', () => {
  it.each([80, 110, 150, 220, 330, 480])('finds a voice of %i Hz within half a percent', (frequency) => {
    const contour = Array.from(pitchContour(buzz(frequency, 1)));
    const inner = contour.slice(5, -5);
    expect(inner.filter((f0) => f0 > 0).length).toBeGreaterThan(0.98 * inner.length);
    expect(Math.abs(median(inner) / frequency - 1)).toBeLessThan(0.005);
  });

  it('finds no voice in noise or silence', () => {
    const noise = Array.from(pitchContour(gaussianNoise(32_000).map((value) => value * 0.1)));
    expect(noise.filter((f0) => f0 > 0).length).toBeLessThan(0.05 * noise.length);
    expect(pitchContour(new Float32Array(16_000)).every((f0) => f0 === 0)).toBe(true);
  });

  it('follows a glide without jumping an octave', () => {
    let phase = 0;
    const glide = Float32Array.from({ length: 32_000 }, (_, index) => {
      phase += (2 * Math.PI * (120 + 120 * (index / 32_000))) / 16_000;
      return 0.3 * (Math.cos(phase) + 0.5 * Math.cos(2 * phase) + 0.3 * Math.cos(3 * phase));
    });
    const contour = pitchContour(glide);
    for (let frame = 5; frame < contour.length - 5; frame += 1) {
      const expected = 120 + 120 * ((frame + 0.5) / contour.length);
      expect(Math.abs(contour[frame]! / expected - 1)).toBeLessThan(0.03);
    }
  });
});

describe('intensity', () => {
  it('is −3 dB for a full-scale sine and falls by the gain', () => {
    const sine = (gain: number) =>
      Float32Array.from({ length: 16_000 }, (_, index) => gain * Math.sin((2 * Math.PI * 440 * index) / 16_000));
    expect(intensityTrack(sine(1), rate).values[50]).toBeCloseTo(-3.01, 1);
    expect(intensityTrack(sine(0.1), rate).values[50]).toBeCloseTo(-23.01, 1);
  });
});

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
