import { describe, expect, it } from 'vitest';
import { buzz, gaussianNoise } from '../fixtures/signals.js';
import { contoursOf } from './contours.js';
import { intensityTrack } from './intensity.js';
import { rhythmOf } from './rhythm.js';
import { clippedShare, signalToNoise } from './signal-quality.js';
import { spectrumShape } from './spectrum-shape.js';
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

describe('rhythm', () => {
  const sounding = [
    { start: 0, end: 2 },
    { start: 3, end: 4 },
  ];
  const silences = { sounding, pauses: [{ start: 2, end: 3 }] };

  it('counts syllables with and without the pauses', () => {
    const rhythm = rhythmOf([0.2, 0.6, 1, 1.4, 1.8, 3.5], silences);
    expect(rhythm).toMatchObject({ speechRate: 1.5, articulationRate: 2, pauseRatio: 0.25 });
    expect(rhythm.npvi!).toBeCloseTo(0, 6);
  });

  it('is uneven by as much as neighbouring syllables differ, pauses left out', () => {
    // 0.2 and 0.4 s differ by 2/3 of their mean, every time; the pause between the stretches does not count.
    expect(rhythmOf([0.1, 0.3, 0.7, 0.9, 1.3, 3.1], silences).npvi!).toBeCloseTo(200 / 3, 6);
    expect(rhythmOf([0.1, 3.1], silences).npvi).toBeNull();
  });
});

describe('the quality of a recording', () => {
  it.each([40, 20, 10])('has a signal-to-noise ratio of %i dB when it was made so', (ratio) => {
    const voice = buzz(150, 1);
    const power = voice.reduce((sum, value) => sum + value * value, 0) / voice.length;
    const noise = gaussianNoise(2 * rate).map((value) => value * Math.sqrt(power / 10 ** (ratio / 10)));
    const mixed = noise.map((value, index) => value + (voice[index - rate / 2] ?? 0));
    // Wide enough for the window of the intensity, so that what is left over is noise alone.
    const sounding = [{ start: 0.45, end: 1.55 }];
    expect(Math.abs(signalToNoise(intensityTrack(mixed, rate), sounding) - ratio)).toBeLessThan(1);
  });

  it('tells which part was cut off, whatever the level', () => {
    const sine = Float32Array.from({ length: rate }, (_, index) => Math.sin((2 * Math.PI * 200 * index) / rate));
    expect(clippedShare(sine)).toBe(0);
    for (const gain of [1, 0.3]) {
      const cut = sine.map((value) => gain * Math.max(-0.8, Math.min(0.8, value)));
      const truth = cut.filter((value) => Math.abs(value) >= Math.fround(gain * 0.8) - 1e-6).length / cut.length;
      expect(truth).toBeGreaterThan(0.3);
      expect(clippedShare(cut)).toBeCloseTo(truth, 2);
    }
  });
});

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
