import { describe, expect, it } from 'vitest';
import { analyzeRecording, type RecordingAnalysis } from './analyze-recording.js';
import type { Recording } from './comparison/speech.js';
import { gaussianNoise, sample, withGain } from './fixtures/signals.js';

const example = sample('zh-example');
const { sampleRate } = example;
const seconds = (length: number): number => Math.round(length * sampleRate);
const silence = (length: number): Recording => ({ samples: new Float32Array(seconds(length)), sampleRate });
const joined = (...parts: readonly Recording[]): Recording => ({
  samples: Float32Array.from(parts.flatMap(({ samples }) => [...samples])),
  sampleRate,
});
const cutOut = (recording: Recording, from: number, to = Infinity): Recording => ({
  samples: recording.samples.slice(seconds(from), to === Infinity ? undefined : seconds(to)),
  sampleRate,
});

const analyze = (recording: Recording, reference = example): RecordingAnalysis =>
  analyzeRecording({ sample: recording, reference, language: 'en-US' });
const codesOf = ({ improvement_areas: areas }: RecordingAnalysis): string[] => areas.map(({ code }) => code);

describe('a rest in the middle of a sentence', () => {
  it.each([1, 4, 12])('of %d s is a matter of fluency, and leaves what was said as it is', (length) => {
    const paused = analyze(joined(cutOut(example, 0, 2.6), silence(length), cutOut(example, 2.6)));
    expect(paused.pronunciation_accuracy).toBeGreaterThan(90);
    expect(paused.fluency_score).toBeLessThan(95);
    expect(codesOf(paused)).toEqual(['long-pauses']);
  });

  it('of a long passage does not make anything of it unheard', () => {
    const passage = joined(...Array.from({ length: 3 }, () => [example, sample('en-example')]).flat());
    const paused = analyze(joined(cutOut(passage, 0, 12), silence(9), cutOut(passage, 12)), passage);
    expect(paused.pronunciation_accuracy).toBeGreaterThan(95);
    expect(codesOf(paused)).toEqual(['long-pauses']);
  });
});

describe('a knock on the microphone', () => {
  const knock: Recording = {
    samples: gaussianNoise(seconds(0.04)).map((value, index) => 0.4 * value * Math.exp(-index / seconds(0.015))),
    sampleRate,
  };

  it.each([-10, -20, -30])('does not make silence of speech at %d dB', (gain) => {
    for (const knocked of [joined(knock, withGain(example, gain)), joined(withGain(example, gain), knock)]) {
      const analysis = analyze(knocked);
      expect(analysis.overall_score).toBeGreaterThan(90);
      expect(codesOf(analysis)).not.toContain('missing-part');
    }
  });
});

describe('speech without a rest', () => {
  it('is not taken for a noisy recording', () => {
    const { segments } = analyze(example).detailed_analysis;
    const fluent = joined(...segments.map(({ start, end }) => cutOut(example, start, end)));
    const analysis = analyze(fluent, fluent);
    expect(analysis.detailed_analysis.intensity.range_db).toBeLessThan(25);
    // It ends where the last segment does, in the middle of a sound.
    expect([codesOf(analysis), analysis.metadata.confidence_level]).toEqual([['cut-recording'], 1]);
  });
});

describe('a sentence that is said twice', () => {
  it('is told of as such, and not as slow or unclear', () => {
    const twice = analyze(joined(example, example));
    expect(codesOf(twice)).toEqual(['added-part']);
    expect(twice.suggestions).not.toContain('Very well said');
  });
});
