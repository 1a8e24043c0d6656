import { describe, expect, it } from 'vitest';
import { mixToMono, signsOf } from './mix-to-mono.js';
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

describe('signsOf', () => {
  const inverted = (samples: Float32Array) => samples.map((value) => -value);
  const one = tone(1_600);

  it.each([
    ['one channel', [one], [1]],
    ['two equal channels', [one, one], [1, 1]],
    ['an inverted channel', [one, inverted(one)], [1, -1]],
    ['a quieter inverted channel', [one, inverted(one).map((value) => value / 10)], [1, -1]],
    ['a silent second channel', [one, new Float32Array(1_600)], [1, 1]],
    ['three channels', [one, one, inverted(one)], [1, 1, -1]],
  ])('of %s', (_, planes, expected) => {
    expect(signsOf(planes)).toEqual(expected);
  });

  it('is undefined while the first channel is silent', () => {
    expect(signsOf([new Float32Array(1_600), one])).toBeUndefined();
    expect(signsOf([one.map((value) => value / 1_000)])).toBeUndefined();
    expect(signsOf([])).toBeUndefined();
  });
});

describe('mixToMono', () => {
  it.each([
    ['one channel', [[0.5, -0.5]], undefined, [0.5, -0.5]],
    [
      'the mean of two',
      [
        [0.5, 0],
        [0.25, 0.5],
      ],
      undefined,
      [0.375, 0.25],
    ],
    [
      'signs',
      [
        [0.5, 0],
        [-0.5, 0.5],
      ],
      [1, -1],
      [0.5, -0.25],
    ],
    ['a shorter second channel', [[0.5, 0.5], [0.5]], undefined, [0.5, 0.25]],
  ])('gives with %s', (_, planes, signs, expected) => {
    const mono = mixToMono(
      planes.map((plane) => Float32Array.from(plane)),
      2,
      signs,
    );
    expect(Array.from(mono)).toEqual(expected);
  });
});
