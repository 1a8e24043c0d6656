import { analyzeRecording, type Recording } from '@vocalborn/speech-analysis';
import { workspaceRoot } from '@vocalborn/system-harness';
import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { levelOf, tone } from '../fixtures/tones.js';
import { read } from '../recordings.js';
import { clipped, degradationChain, degradations, reversed, survivable } from './degradations.js';

describe('clipped', () => {
  it.each([6, 12])('limits a recording %i dB below its peak and leaves the rest', (decibels) => {
    const whole = tone(300);
    const peak = Math.max(...whole.samples);
    const { samples } = clipped(whole, decibels);
    expect(Math.max(...samples)).toBeCloseTo(peak / 10 ** (decibels / 20), 5);
    const inside = whole.samples.findIndex((value) => value !== 0 && Math.abs(value) < peak / 10);
    expect(samples[inside]).toBe(whole.samples[inside]);
  });
});

describe('reversed', () => {
  it('turns a recording round and keeps its level', () => {
    const whole = tone(300);
    expect(Array.from(reversed(reversed(whole)).samples)).toEqual(Array.from(whole.samples));
    expect(levelOf(reversed(whole))).toBeCloseTo(levelOf(whole), 5);
  });
});

describe('degradationChain', () => {
  it('repeats for a seed, and joins one to three degradations that a right reading survives', () => {
    const chains = Array.from({ length: 50 }, (_, seed) => degradationChain(seed).what.split(', '));
    expect(chains).toEqual(Array.from({ length: 50 }, (_, seed) => degradationChain(seed).what.split(', ')));
    expect(new Set(chains.map(({ length }) => length))).toEqual(new Set([1, 2, 3]));
    expect([...new Set(chains.flat())].toSorted()).toEqual(survivable.toSorted());
    expect(Object.keys(degradations)).toContain('reversal');
  });
});

describe('a wrong reading', async () => {
  const recording = (name: string): Promise<Recording> => read(join(workspaceRoot, 'tools/samples/audio', name));
  const [mandarin, mandarinAgain] = [await recording('zh-example.wav'), await recording('zh-patient.wav')];
  const [english, englishAgain] = [await recording('en-example.wav'), await recording('en-patient.mp3')];
  const pairs = [
    { reference: mandarin, right: mandarinAgain, wrong: english },
    { reference: mandarin, right: mandarinAgain, wrong: englishAgain },
    { reference: english, right: englishAgain, wrong: mandarin },
    { reference: english, right: englishAgain, wrong: mandarinAgain },
  ];
  const scoreOf = (sample: Recording, reference: Recording): number | null =>
    analyzeRecording({ sample, reference, language: 'en-US' }).overall_score;

  it('never overtakes the right one through the same chain of degradations', () => {
    // fast-check prints the seed of a failure.
    fc.assert(
      fc.property(fc.constantFrom(...pairs), fc.nat(1e6), ({ reference, right, wrong }, seed) => {
        const { apply } = degradationChain(seed);
        const [better, worse] = [scoreOf(apply(right), reference), scoreOf(apply(wrong), reference)];
        expect(worse ?? 0).toBeLessThan(30);
        if (better !== null) expect(worse ?? -1).toBeLessThan(better);
      }),
      { numRuns: 12 },
    );
  });
});
