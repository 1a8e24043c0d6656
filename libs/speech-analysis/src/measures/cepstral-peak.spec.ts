import { describe, expect, it } from 'vitest';
import { buzz, gaussianNoise } from '../fixtures/signals.js';
import { cepstralPeakProminence } from './cepstral-peak.js';

const rate = 16_000;

describe('cepstralPeakProminence', () => {
  it('is null for a recording that is shorter than a window of 0.1 s', () => {
    expect(cepstralPeakProminence(buzz(150, 0.099), rate)).toBeNull();
    expect(cepstralPeakProminence(buzz(150, 0.12), rate)).not.toBeNull();
  });

  it.each([80, 120, 200, 300])('is high for a regular voice of %i Hz', (f0) => {
    expect(cepstralPeakProminence(buzz(f0, 1), rate)).toBeGreaterThan(15);
  });

  it('is low for noise and falls as noise is added', () => {
    const [voice, noise] = [buzz(150, 1), gaussianNoise(rate)];
    const found = [0, 0.003, 0.03, 0.3].map((level) => {
      return cepstralPeakProminence(
        voice.map((value, index) => value + level * noise[index]!),
        rate,
      )!;
    });
    for (let step = 1; step < found.length; step += 1) expect(found[step]).toBeLessThan(found[step - 1]!);
    expect(cepstralPeakProminence(noise, rate)).toBeLessThan(5);
  });

  it('does not depend on the level', () => {
    const voice = buzz(150, 0.5).map((value, index) => value + 0.01 * Math.sin(index * index));
    const quiet = cepstralPeakProminence(
      voice.map((value) => value / 100),
      rate,
    )!;
    expect(quiet).toBeCloseTo(cepstralPeakProminence(voice, rate)!, 1);
  });

  it('differs by less than 3 dB at another sample rate', () => {
    const at = (sampleRate: number): number => cepstralPeakProminence(buzz(150, 0.5, sampleRate), sampleRate)!;
    expect(Math.abs(at(48_000) - at(16_000))).toBeLessThan(3);
  });
});
