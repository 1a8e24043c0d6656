import { expect, it } from 'vitest';
import { PcmCollector } from './pcm-collector.js';

const tone = (length: number): Float32Array =>
  Float32Array.from({ length }, (_, index) => 0.5 * Math.sin((2 * Math.PI * 200 * index) / 16_000));

function peakOf(...blocks: (readonly Float32Array[])[]): number {
  const collector = new PcmCollector({ maxDurationSeconds: 60 });
  for (const planes of blocks) collector.add(planes, 16_000);
  return collector.finish().samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
}

it('keeps the sound of channels that are each other upside down', () => {
  const upright = tone(1_600);
  const upsideDown = upright.map((value) => -value);
  expect(peakOf([upright, upsideDown])).toBeCloseTo(0.5, 2);
  expect(peakOf([new Float32Array(1_600), new Float32Array(1_600)], [upright, upsideDown])).toBeCloseTo(0.5, 2);
});

it('adds channels of which one is silent, or that have different sounds, as they are', () => {
  const upright = tone(1_600);
  expect(peakOf([upright, new Float32Array(1_600)])).toBeCloseTo(0.25, 2);
  const other = upright.map((_, index) => 0.5 * Math.cos((2 * Math.PI * 200 * index) / 16_000));
  expect(peakOf([upright, other])).toBeCloseTo(0.354, 2);
});
