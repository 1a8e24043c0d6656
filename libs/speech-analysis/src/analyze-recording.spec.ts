import { analysisResultSchema } from '@vocalborn/ai-contract';
import { describe, expect, it } from 'vitest';
import { AnalysisError } from './analyze-recording.js';
import { analyzeRecording, type RecordingAnalysis } from './analyze-recording.js';
import type { Recording } from './comparison/speech.js';
import { gaussianNoise, sample, whispered, withGain, withNoise, withSilence } from './fixtures/signals.js';

const example = sample('zh-example');
const patient = sample('zh-patient');
const english = sample('en-example');

const analyze = (recording: Recording, reference: Recording | null = example): RecordingAnalysis =>
  analyzeRecording({ sample: recording, reference, language: 'en-US' });
const overall = (recording: Recording, reference = example): number =>
  analyze(recording, reference).overall_score ?? -1;

const sine: Recording = {
  samples: Float32Array.from({ length: 48_000 }, (_, index) => 0.5 * Math.sin((2 * Math.PI * 220 * index) / 16_000)),
  sampleRate: 16_000,
};
const noise: Recording = { samples: gaussianNoise(48_000).map((value) => value * 0.1), sampleRate: 16_000 };

describe('the score', () => {
  it('is near 100 for the example itself, and falls with every step away from it', () => {
    const steps = [
      overall(example),
      overall(withNoise(example, 20)),
      overall(withNoise(example, 10)),
      overall(withNoise(example, 0)),
      overall(patient),
      overall(sample('zh-patient-short')),
      overall(english),
    ];
    expect(steps[0]).toBeGreaterThanOrEqual(97);
    for (let step = 1; step < steps.length; step += 1) expect(steps[step]).toBeLessThan(steps[step - 1]!);
    expect(steps.at(-1)).toBeLessThan(30);
  });

  it('is low for what is no speech', () => {
    for (const nothing of [noise, sine]) expect(overall(nothing)).toBeLessThanOrEqual(20);
  });

  it('of another sentence does not rise by noise', () => {
    const clean = overall(english);
    for (const ratio of [20, 10, 0]) expect(overall(withNoise(english, ratio))).toBeLessThanOrEqual(clean + 3);
  });

  it.each([
    ['noise', noise, /background/],
    ['no-voice', whispered(example), /voice/],
  ])('is not given where the recording cannot be judged, and the reason is: %s', (reason, recording, text) => {
    const analysis = analyze(recording);
    expect(analysis).toMatchObject({ overall_score: null, pronunciation_accuracy: null, level: null });
    expect(analysis.metadata).toMatchObject({ not_judged: reason });
    expect(analysis.suggestions).toMatch(text);
  });

  it('is near 100 for an example without a voice, compared with itself', () => {
    const whisper = whispered(example);
    expect(analyze(whisper, whisper)).toMatchObject({ level: 1, overall_score: expect.any(Number) });
    expect(overall(whisper, whisper)).toBeGreaterThanOrEqual(97);
  });

  it('is relied on as little as the worse of the two recordings', () => {
    const confidence = (recording: Recording, reference: Recording): number =>
      analyze(recording, reference).metadata.confidence_level;
    expect(confidence(patient, example)).toBeGreaterThan(0.8);
    expect(confidence(patient, noise)).toBe(confidence(noise, example));
    expect(confidence(patient, noise)).toBeLessThan(0.2);
  });

  it('does not depend on the level, on silence around the speech or on the sample rate', () => {
    const plain = overall(patient);
    for (const same of [withGain(patient, -12), withGain(patient, 12), withSilence(patient, 1, 1)]) {
      expect(Math.abs(overall(same) - plain)).toBeLessThan(3);
    }
  });

  it('is not given without an example, and the measures still are', () => {
    const analysis = analyze(patient, null);
    expect(analysis).toMatchObject({ overall_score: null, pronunciation_accuracy: null, level: null });
    expect(analysis.suggestions).toContain('no example');
    expect(analysis.detailed_analysis.pitch.median_f0_hz).toBeGreaterThan(50);
  });
});

describe('the result', () => {
  it('is of the form that the contract asks for', () => {
    const analysis = analyze(patient);
    const result = { ...analysis, metadata: { ...analysis.metadata, audio_format: 'wav' } };
    expect(analysisResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  it('measures an inserted pause and lowers the fluency', () => {
    const middle = Math.round(example.samples.length / 2);
    const halves = [example.samples.subarray(0, middle), new Float32Array(16_000), example.samples.subarray(middle)];
    const paused = { samples: Float32Array.from(halves.flatMap((half) => [...half])), sampleRate: example.sampleRate };
    const [without, withPause] = [analyze(example), analyze(paused)];
    const more = withPause.detailed_analysis.timing.pause_seconds - without.detailed_analysis.timing.pause_seconds;
    expect(more).toBeGreaterThan(0.85);
    expect(more).toBeLessThan(1.15);
    expect(withPause.fluency_score).toBeLessThan(without.fluency_score! - 5);
    expect(withPause.improvement_areas.map((area) => area.code)).toContain('long-pauses');
  });

  it('names what was left out of the sentence, and then says nothing of tempo and melody', () => {
    const codes = analyze(sample('zh-patient-short')).improvement_areas.map((area) => area.code);
    expect(codes).toContain('missing-part');
    expect(codes).not.toContain('fast');
    expect(codes).not.toContain('melody');
    expect(analyze(patient).improvement_areas.map((area) => area.code)).not.toContain('missing-part');
  });

  it('gives no advice on single parts of what is another sentence altogether', () => {
    const other = { ...patient, samples: patient.samples.toReversed() };
    const { overall_score: score, improvement_areas: areas } = analyze(other);
    expect([score! < 40, areas]).toEqual([true, []]);
  });

  it('tells of a loud background, and of a recorder that was overdriven', () => {
    const codes = (change: (value: number, index: number) => number) =>
      analyze({ ...patient, samples: patient.samples.map(change) }).improvement_areas.map((area) => area.code);
    expect(codes((value, index) => value + 0.2 * Math.sin(index * index))).toContain('noisy-recording');
    expect(codes((value) => Math.max(-1, Math.min(1, 40 * value)))).toContain('overdriven-recording');
  });

  it.each([9, 12, 15])('does not take a hum %d dB below the speech for a slow speaker', (below) => {
    const { samples } = withSilence(example, 0.6, 0.6);
    const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
    const peak = Math.sqrt((2 * power) / 10 ** (below / 10));
    const hummed = samples.map((value, index) => value + peak * Math.sin((2 * Math.PI * 50 * index) / 16_000));
    const codes = analyze({ ...example, samples: hummed }).improvement_areas.map((area) => area.code);
    expect(codes.filter((code) => code !== 'noisy-recording')).toEqual([]);
  });

  it('tells who whispers that no voice was heard, not that something else was said', () => {
    const { improvement_areas: areas, overall_score: score } = analyze(whispered(example));
    expect([score, areas.map((area) => area.code)]).toEqual([null, ['no-voice']]);
  });

  it('speaks the language that was asked for', () => {
    const chinese = analyzeRecording({ sample: patient, reference: example, language: 'zh-TW' });
    expect(chinese.suggestions).toMatch(/\p{Script=Han}/u);
    expect(analyze(patient).suggestions).not.toMatch(/\p{Script=Han}/u);
  });

  it('reports its stages in order', () => {
    const stages: string[] = [];
    const onStage = (stage: string): void => {
      if (stages.at(-1) !== stage) stages.push(stage);
    };
    analyzeRecording({ sample: patient, reference: example, language: 'zh-TW' }, { onStage });
    expect(stages).toEqual(['measuring', 'comparing', 'scoring']);
  });
});

describe('a recording that cannot be analysed', () => {
  it('is refused with the reason', () => {
    const silent = { samples: new Float32Array(16_000), sampleRate: 16_000 };
    expect(() => analyze(silent)).toThrow(AnalysisError);
    expect(() => analyze({ samples: example.samples.subarray(0, 100), sampleRate: 16_000 })).toThrow(/shorter/);
    expect(() => analyze(patient, silent)).toThrow(expect.objectContaining({ part: 'reference' }));
  });
});
