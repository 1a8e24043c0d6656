import { describe, expect, it } from 'vitest';
import { gaussianNoise } from '../fixtures/signals.js';
import { intervals } from '../fixtures/tracks.js';
import { spectrumShape } from './spectrum-shape.js';

const rate = 16_000;

describe('the shape of the spectrum', () => {
  const all = [{ start: 0.1, end: 0.9 }];
  const sine = (frequency: number): Float32Array =>
    Float32Array.from({ length: rate }, (_, index) => 0.1 * Math.sin((2 * Math.PI * frequency * index) / rate));

  it('is even in white noise and one line in a tone', () => {
    const noise = spectrumShape(gaussianNoise(rate), all)!;
    expect(noise.entropy).toBeGreaterThan(0.85);
    expect(Math.abs(noise.tiltDecibels)).toBeLessThan(1);
    expect(spectrumShape(sine(500), all)!.entropy).toBeLessThan(0.25);
  });

  it('falls when the low part is stronger', () => {
    const [low, high] = [sine(500), sine(2000)];
    const mixed = (part: number): Float32Array => low.map((value, index) => value + part * high[index]!);
    const [equal, tenth] = [spectrumShape(mixed(1), all)!, spectrumShape(mixed(0.1), all)!];
    expect(equal.tiltDecibels - tenth.tiltDecibels).toBeCloseTo(20, 0);
    // Equal energies over bands of 1 and 3 kHz.
    expect(equal.tiltDecibels).toBeCloseTo(-10 * Math.log10(3), 0);
  });
});

describe('spectrumShape', () => {
  it('is null when nothing sounds', () => {
    expect(spectrumShape(gaussianNoise(rate), [])).toBeNull();
    expect(spectrumShape(gaussianNoise(rate), intervals([0.5, 0.505]))).toBeNull();
    expect(spectrumShape(new Float32Array(rate), intervals([0, 1]))).toBeNull();
  });

  it('does not depend on the level', () => {
    const noise = gaussianNoise(rate);
    const [loud, quiet] = [noise, noise.map((value) => value / 1000)].map((signal) => {
      return spectrumShape(signal, intervals([0.1, 0.9]))!;
    });
    expect(quiet!.entropy).toBeCloseTo(loud!.entropy, 5);
    expect(quiet!.tiltDecibels).toBeCloseTo(loud!.tiltDecibels, 5);
  });

  it('ignores what lies outside the sounding parts', () => {
    const signal = gaussianNoise(2 * rate);
    for (let index = rate; index < signal.length; index += 1) signal[index] = Math.sin(index);
    const [part, whole] = [intervals([0.1, 0.9]), intervals([0.1, 1.9])].map((each) => spectrumShape(signal, each)!);
    expect(part!.entropy).toBeGreaterThan(0.85);
    expect(whole!.entropy).toBeLessThan(0.8);
  });
});
