import type { AiStage, AnalysisResult, AnalyzeLanguage } from '@vocalborn/ai-contract';
import { compare, type Comparison } from './comparison/compare.js';
import { isSurelySilent } from './measures/silences.js';
import { measureSpeech, type Recording, type Speech } from './comparison/speech.js';
import { improvementAreas } from './feedback/improvement-areas.js';
import { suggestions } from './feedback/suggestions.js';
import { unjudgedSuggestions } from './feedback/unjudged.js';
import { detailsOf } from './details.js';
import { comparedConfidence, confidenceOf, notJudgedReason } from './scoring/confidence.js';
import { sameSentence } from './scoring/same-sentence.js';
import { scoresOf } from './scoring/scores.js';

/** Version of the scoring, stored with each result. Raise it with every change that can alter a score. */
export const analysisModelVersion = 'vocalborn-acoustic-7';

/** A decoded recording that cannot be analysed; `part` names the recording at fault. */
export class AnalysisError extends Error {
  constructor(
    readonly code: 'audio-silent' | 'audio-too-short',
    readonly part: 'sample' | 'reference',
    message: string,
  ) {
    super(message);
    this.name = 'AnalysisError';
  }
}

export interface AnalysisRequest {
  readonly sample: Recording;
  /** Reference recording; without one the result has no scores. */
  readonly reference: Recording | null;
  /** Language of the suggestions. */
  readonly language: AnalyzeLanguage;
}

export interface AnalysisOptions {
  /** Called when a stage begins and as it advances; `share` is the part of the stage that is done, 0–100. */
  readonly onStage?: (stage: AiStage, share: number) => void;
}

/** The result without the file format, which only the decoder knows. */
export type RecordingAnalysis = Omit<AnalysisResult, 'metadata'> & {
  readonly metadata: Omit<AnalysisResult['metadata'], 'audio_format'>;
};

/** Minimum duration in seconds; a shorter recording holds no sentence. */
const shortest = 0.2;

/**
 * Measures a recording. With a reference recording it also compares the two and scores the recording. Accepts any
 * sample rate. The time is linear in the length of the recordings.
 * @throws AnalysisError when a recording is too short or holds no sound
 */
export function analyzeRecording(request: AnalysisRequest, options: AnalysisOptions = {}): RecordingAnalysis {
  const stage = options.onStage ?? (() => undefined);
  stage('measuring', 0);
  const sample = measured(request.sample, 'sample');
  stage('measuring', 60);
  const reference = request.reference ? measured(request.reference, 'reference') : null;
  stage('comparing', 0);
  const comparison = reference ? compare(sample, reference) : null;
  stage('scoring', 0);
  const analysis = resultOf(request, sample, reference, comparison);
  stage('scoring', 100);
  return analysis;
}

function measured(recording: Recording, part: 'sample' | 'reference'): Speech {
  if (recording.samples.length / recording.sampleRate < shortest) {
    throw new AnalysisError('audio-too-short', part, `The recording is shorter than ${shortest} s.`);
  }
  const speech = isSurelySilent(recording.samples) ? null : measureSpeech(recording, part === 'reference');
  if (!speech || speech.to <= speech.from) {
    throw new AnalysisError('audio-silent', part, 'The recording holds no sound.');
  }
  return speech;
}

function resultOf(
  request: AnalysisRequest,
  sample: Speech,
  reference: Speech | null,
  comparison: Comparison | null,
): RecordingAnalysis {
  const confidence =
    reference && comparison ? comparedConfidence(sample, reference, sameSentence(comparison)) : confidenceOf(sample);
  const notJudged = reference && notJudgedReason(sample, reference, confidence);
  const scores = reference && comparison && !notJudged ? scoresOf(sample, reference, comparison) : null;
  const round = (score: number | undefined): number | null =>
    score === undefined ? null : Math.round(score * 10) / 10;
  const scored = {
    overall_score: round(scores?.overall),
    pronunciation_accuracy: round(scores?.pronunciation),
    fluency_score: round(scores?.fluency),
    rhythm_score: round(scores?.rhythm),
    detailed_analysis: detailsOf(request.sample, sample, reference, comparison),
  };
  const areas = improvementAreas(scored);
  return {
    ...scored,
    level: scores?.level ?? null,
    suggestions: notJudged
      ? unjudgedSuggestions(notJudged, request.language)
      : suggestions(scored, areas, request.language),
    improvement_areas: areas,
    metadata: {
      audio_duration: sample.durationSeconds,
      reference_duration: reference?.durationSeconds ?? null,
      sample_rate: request.sample.sampleRate,
      detected_language: null,
      confidence_level: confidence,
      ...(notJudged && { not_judged: notJudged }),
    },
    analysis_model_version: analysisModelVersion,
  };
}
