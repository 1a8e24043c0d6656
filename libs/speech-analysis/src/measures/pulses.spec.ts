import { describe, expect, it } from 'vitest';
import { repeated, sine, trackOf } from '../fixtures/tracks.js';
import { synthesise } from '../fixtures/voice.js';
import { pulseTimes } from './pulses.js';

const rate = 16_000;
/** Resonances that fade within a period, so that one pulse does not shift the next. */
const damped = [
  [500, 250],
  [1500, 300],
] as const;
const voicedAt = (f0: number, seconds: number) => trackOf(repeated(f0, Math.round(seconds * 100)), 0.005);

describe('pulseTimes', () => {
  it.each([90, 150, 250, 400])('finds a pulse per period of a tone of %i Hz', (f0) => {
    const found = pulseTimes(sine(f0, 1), rate, voicedAt(f0, 1));
    expect(Math.abs(found.length - f0)).toBeLessThanOrEqual(2);
    for (let index = 1; index < found.length; index += 1) {
      expect((found[index]! - found[index - 1]!) * f0).toBeCloseTo(1, 2);
    }
  });

  it('follows periods that change', () => {
    const voice = synthesise({ f0: 120, seconds: 1, jitter: 0.02, sampleRate: rate, formants: damped });
    const found = pulseTimes(voice.samples, rate, voicedAt(120, 1));
    // The filter delays every pulse by the same time.
    const delays = voice.pulses.slice(2, -2).map((truth) => {
      return Array.from(found, (time) => time - truth).reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
    });
    expect(Math.max(...delays) - Math.min(...delays)).toBeLessThan(5 / rate);
  });

  it('returns ascending times that never lie closer than 0.8 periods', () => {
    const found = pulseTimes(sine(130, 1), rate, voicedAt(130, 1));
    for (let index = 1; index < found.length; index += 1) {
      expect(found[index]! - found[index - 1]!).toBeGreaterThan(0.8 / 130);
    }
  });

  it('searches only in voiced parts', () => {
    const pitch = trackOf([...repeated(0, 50), ...repeated(125, 20), ...repeated(0, 30)], 0.005);
    const found = Array.from(pulseTimes(sine(125, 1), rate, pitch));
    expect(found.length).toBeGreaterThan(20);
    // At the edges one further pulse is taken where the waveform goes on.
    expect(found.every((time) => time > 0.5 - 0.01 && time < 0.7 + 0.01)).toBe(true);
  });

  it('finds none without voice', () => {
    expect(pulseTimes(sine(125, 1), rate, trackOf(repeated(0, 100)))).toHaveLength(0);
    expect(pulseTimes(new Float32Array(rate), rate, trackOf([]))).toHaveLength(0);
  });

  it('skips periods that are fainter than 1 % of the peak', () => {
    const signal = sine(125, 1).map((value, index) => (index < rate / 2 ? value : 0.001 * value));
    const found = Array.from(pulseTimes(signal, rate, voicedAt(125, 1)));
    expect(found.filter((time) => time > 0.53)).toEqual([]);
    expect(found.filter((time) => time < 0.5).length).toBeGreaterThan(55);
  });
});
