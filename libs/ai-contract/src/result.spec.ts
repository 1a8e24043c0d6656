import { describe, expect, it } from 'vitest';
import { completeResult, withValue } from './fixtures/results.js';
import { analysisResultSchema } from './result.js';

const parses = (path: string, value: unknown): boolean =>
  analysisResultSchema.safeParse(withValue(completeResult(), path, value)).success;

describe('analysisResultSchema', () => {
  it('keeps a complete result as it is', () => {
    expect(analysisResultSchema.parse(completeResult())).toEqual(completeResult());
  });

  it.each([
    ['overall_score', 0],
    ['overall_score', 100],
    ['overall_score', null],
    ['level', 5],
    ['level', null],
    ['improvement_areas', []],
    ['detailed_analysis.segments', []],
    ['detailed_analysis.segments.0.off', undefined],
    ['detailed_analysis.timing.tempo_ratio', null],
    ['detailed_analysis.pitch.contour_correlation', -1],
    ['detailed_analysis.acoustics', undefined],
    ['detailed_analysis.acoustics.voice.hnr_db', null],
    ['detailed_analysis.acoustics.rhythm.npvi', null],
    ['detailed_analysis.drawing', undefined],
    ['detailed_analysis.text', undefined],
    ['detailed_analysis.evidence', undefined],
    ['detailed_analysis.evidence', null],
    ['metadata.not_judged', undefined],
    ['metadata.not_judged', 'noise'],
    ['metadata.reference_duration', null],
    ['metadata.damaged_frames', undefined],
    ['metadata.damaged_frames', 3],
    ['metadata.suggestions_source', undefined],
    ['metadata.suggestions_source', 'llm'],
  ])('accepts %s: %j', (path, value) => {
    expect(parses(path, value)).toBe(true);
  });

  it.each([
    ['overall_score', -0.1],
    ['overall_score', 100.1],
    ['overall_score', NaN],
    ['overall_score', '85'],
    ['overall_score', undefined],
    ['level', 0],
    ['level', 6],
    ['level', 1.5],
    ['suggestions', null],
    ['improvement_areas.0.message.zh-TW', undefined],
    ['improvement_areas.0.start', -1],
    ['detailed_analysis.segments.0.similarity', 101],
    ['detailed_analysis.segments.0.reference_end', undefined],
    ['detailed_analysis.timing.tempo_ratio', 0],
    ['detailed_analysis.timing.pause_count', 0.5],
    ['detailed_analysis.pitch.voiced_fraction', 1.1],
    ['detailed_analysis.pitch.contour_correlation', -1.1],
    ['detailed_analysis.pitch.contour.time_step_seconds', 0],
    ['detailed_analysis.intensity', undefined],
    ['detailed_analysis.evidence.same_sentence', 1.1],
    ['metadata.not_judged', 'other'],
    ['detailed_analysis.acoustics.voice.pulse_count', -1],
    ['detailed_analysis.acoustics.voice.hnr_db', undefined],
    ['detailed_analysis.acoustics.spectrum.entropy', 1.01],
    ['detailed_analysis.acoustics.recording.clipped_share', -0.1],
    ['detailed_analysis.drawing.peak', [1.2]],
    ['detailed_analysis.text.accuracy', -1],
    ['metadata.confidence_level', 1.2],
    ['metadata.sample_rate', 0],
    ['metadata.damaged_frames', -1],
    ['metadata.damaged_frames', 0.5],
    ['metadata.suggestions_source', 'doctor'],
    ['analysis_model_version', undefined],
  ])('refuses %s: %j', (path, value) => {
    expect(parses(path, value)).toBe(false);
  });

  it.each(['added', 'detailed_analysis.added', 'detailed_analysis.acoustics.added', 'metadata.added'])(
    'keeps a field that a newer service adds: %s',
    (path) => {
      const newer = withValue(completeResult(), path, 42);
      expect(analysisResultSchema.parse(newer)).toEqual(newer);
    },
  );

  it('drops unknown fields of a segment', () => {
    const parsed = analysisResultSchema.parse(withValue(completeResult(), 'detailed_analysis.segments.0.added', 42));
    expect(parsed).toEqual(completeResult());
  });
});
