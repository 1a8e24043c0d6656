import { z } from 'zod';

const score = z.number().min(0).max(100);
const seconds = z.number().min(0);

/** A part of the recording, the corresponding part of the reference, and their similarity (0–100). */
const segmentScore = z.object({
  start: seconds,
  end: seconds,
  reference_start: seconds,
  reference_end: seconds,
  similarity: score,
  /** True when the segment is far from the reference and should be marked. */
  off: z.boolean().optional(),
});

const timing = z.object({
  speech_seconds: seconds,
  pause_seconds: seconds,
  pause_count: z.number().int().min(0),
  pauses: z.array(z.object({ start: seconds, end: seconds })),
  reference_speech_seconds: seconds.nullable(),
  reference_pause_seconds: seconds.nullable(),
  tempo_ratio: z.number().positive().nullable(),
});

const pitch = z.object({
  median_f0_hz: z.number().nullable(),
  f0_range_semitones: z.number().nullable(),
  voiced_fraction: z.number().min(0).max(1),
  contour: z.object({
    time_step_seconds: z.number().positive(),
    start_seconds: seconds,
    f0_hz: z.array(z.number().nullable()),
  }),
  contour_correlation: z.number().min(-1).max(1).nullable(),
});

/**
 * Series for drawing the recording over the reference on one time axis that starts with the recording: at most 600
 * points. The F0 of the reference is that of the aligned frame.
 */
const drawing = z.object({
  time_step_seconds: z.number().positive(),
  /** Largest magnitude within each step, 1 being full scale. */
  peak: z.array(z.number().min(0).max(1)),
  f0_hz: z.array(z.number().nullable()),
  example_f0_hz: z.array(z.number().nullable()).nullable(),
});

/**
 * The text that a speech recogniser recognised, compared with the text of the sentence. A Chinese character counts as a
 * word.
 */
const spokenText = z.object({
  recognised: z.string(),
  accuracy: score,
  missing: z.array(z.string()),
  inserted: z.array(z.string()),
});

const intensity = z.object({ mean_db: z.number(), range_db: z.number() });

const measured = z.number().nullable();

/** Times of a series: the first value and the step between values. */
const times = { time_step_seconds: z.number().positive(), start_seconds: seconds };

/** A measure at each time; null where it cannot be measured, such as F0 where unvoiced. */
const series = z.array(measured);

/**
 * Acoustic measures of the recording alone; null where they cannot be measured. Jitter, shimmer and shares are
 * fractions (0.01 is 1 %), rates are per second, F0 series are semitones from the recording's median. Definitions,
 * sources and settings: docs/reference/acoustic-measures.md.
 */
const acoustics = z.looseObject({
  f0: z.looseObject({
    median_hz: measured,
    mean_hz: measured,
    low_hz: measured,
    high_hz: measured,
    sd_semitones: measured,
    contour: z.object({ ...times, semitones: series }),
  }),
  voice: z.looseObject({
    pulse_count: z.number().int().min(0),
    jitter_local: measured,
    jitter_rap: measured,
    shimmer_local: measured,
    shimmer_db: measured,
    hnr_db: measured,
    cpps_db: measured,
  }),
  intensity: z.looseObject({ mean_db: z.number(), contour: z.object({ ...times, db: z.array(z.number()) }) }),
  formants: z.looseObject({
    f1_hz: measured,
    f2_hz: measured,
    f3_hz: measured,
    contour: z.object({ ...times, f1_hz: series, f2_hz: series, f3_hz: series }),
  }),
  spectrum: z.looseObject({ entropy: z.number().min(0).max(1).nullable(), tilt_db: measured }),
  recording: z.looseObject({ snr_db: z.number(), clipped_share: z.number().min(0).max(1) }),
  rhythm: z.looseObject({
    syllable_count: z.number().int().min(0),
    nuclei_seconds: z.array(seconds),
    speech_rate: measured,
    articulation_rate: measured,
    pause_ratio: z.number().min(0).max(1).nullable(),
    npvi: measured,
  }),
});

const improvementArea = z.object({
  code: z.string(),
  message: z.object({ 'zh-TW': z.string(), 'en-US': z.string() }),
  start: seconds.nullable(),
  end: seconds.nullable(),
});

/**
 * The analysis of one recording. Scores are 0–100; the four scores are null without a reference recording. Times are
 * seconds, F0 is Hz (null where unvoiced), intensity is dB relative to full scale. Fields that a newer service adds are
 * kept.
 */
export const analysisResultSchema = z.looseObject({
  overall_score: score.nullable(),
  pronunciation_accuracy: score.nullable(),
  fluency_score: score.nullable(),
  rhythm_score: score.nullable(),
  level: z.number().int().min(1).max(5).nullable(),
  suggestions: z.string(),
  improvement_areas: z.array(improvementArea),
  detailed_analysis: z.looseObject({
    segments: z.array(segmentScore),
    timing,
    pitch,
    intensity,
    /** Absent before `vocalborn-acoustic-2`. */
    acoustics: acoustics.optional(),
    /** Absent before `vocalborn-acoustic-3`. */
    drawing: drawing.optional(),
    /** Present when the service has a speech recogniser and the text of the sentence is known. */
    text: spokenText.optional(),
  }),
  metadata: z.looseObject({
    audio_duration: seconds,
    reference_duration: seconds.nullable(),
    sample_rate: z.number().positive(),
    detected_language: z.string().nullable(),
    confidence_level: z.number().min(0).max(1),
    audio_format: z.string(),
    /** Frames of the recording that were damaged, missing or cut off; absent before it was counted. */
    damaged_frames: z.number().int().min(0).optional(),
    /** Author of the suggestions; absent when the service has no language model. */
    suggestions_source: z.enum(['rules', 'llm']).optional(),
  }),
  analysis_model_version: z.string(),
});

/** A type without the index signatures of loose objects. */
type Known<T> = T extends readonly (infer Item)[]
  ? Known<Item>[]
  : T extends object
    ? { [Key in keyof T as string extends Key ? never : Key]: Known<T[Key]> }
    : T;

export type AnalysisResult = Known<z.infer<typeof analysisResultSchema>>;
export type SegmentScore = z.infer<typeof segmentScore>;
export type ImprovementArea = z.infer<typeof improvementArea>;
