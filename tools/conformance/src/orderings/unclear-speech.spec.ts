import { contoursOf, voiceOf, type Recording } from '@vocalborn/speech-analysis';
import { workspaceRoot } from '@vocalborn/system-harness';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read } from '../recordings.js';
import { withImpairments, type Impairment } from './unclear-speech.js';

const voice = await read(join(workspaceRoot, 'tools/samples/audio/zh-example.wav'));
const seconds = ({ samples, sampleRate }: Recording): number => samples.length / sampleRate;
const f0Of = ({ samples, sampleRate }: Recording): number[] =>
  Array.from(contoursOf(samples, sampleRate).pitch.values.filter((f0) => f0 > 0)).toSorted((a, b) => a - b);
const rangeOf = (recording: Recording): number => {
  const f0 = f0Of(recording);
  return 12 * Math.log2(f0[Math.floor(0.9 * f0.length)]! / f0[Math.floor(0.1 * f0.length)]!);
};
const hnrOf = ({ samples, sampleRate }: Recording): number =>
  voiceOf(samples, sampleRate, contoursOf(samples, sampleRate).pitch).harmonicity ?? NaN;
const rising = (measure: (recording: Recording) => number, impairment: Impairment): void => {
  const [mild, moderate, severe] = ([1, 2, 3] as const).map((degree) =>
    measure(withImpairments(voice, [impairment], degree)),
  );
  expect([mild! < moderate!, moderate! < severe!]).toEqual([true, true]);
};

describe('withImpairments', () => {
  it('keeps duration and F0 without impairments', () => {
    const same = withImpairments(voice, [], 1);
    expect(Math.abs(seconds(same) - seconds(voice))).toBeLessThan(0.01);
    const median = (values: number[]): number => values[Math.floor(values.length / 2)]!;
    expect(median(f0Of(same)) / median(f0Of(voice))).toBeCloseTo(1, 1);
  });

  it('slows the speech with the degree', () => rising(seconds, 'slow'));

  it('flattens the melody with the degree', () => rising((recording) => -rangeOf(recording), 'monotone'));

  it.each<Impairment>(['breathy', 'creaky'])('makes the voice %s with the degree', (impairment) => {
    rising((recording) => -hnrOf(recording), impairment);
  });
});
