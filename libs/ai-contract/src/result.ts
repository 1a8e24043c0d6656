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
  /** Pauses beyond those of the reference, without what only its recorder took. Absent before `vocalborn-acoustic-7`. */
  additional_pause_seconds: seconds.nullable().optional(),
  tempo_ratio: z.number().positive().nullable(),
});

const pitch = z.object({
  median_f0_hz: z.number().nullable(),
  f0_range_semitones: z.number().nullable(),
  /** The same of the reference. Absent before `vocalborn-acoustic-6`. */
  reference_f0_range_semitones: z.number().nullable().optional(),
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
  /** Level above the noise of the room in dB, per step. Absent before `vocalborn-acoustic-6`. */
  snr_db: z.array(z.number()).optional(),
  /** Parts that could not be judged: drowned by the room, or cut off by the recorder. Absent as above. */
  unjudged: z.array(z.object({ start: seconds, end: seconds, reason: z.enum(['noise', 'clipping']) })).optional(),
});

/**
 * What the scores rest on, 0–1: whether the order of the sounds shows that both recordings say the same sentence (0 is
 * another sentence), and how far the sounds stand out of the noise (1 is a quiet recording).
 */
const evidence = z.looseObject({
  same_sentence: z.number().min(0).max(1),
  contrast: z.number().min(0).max(1),
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
  recording: z.looseObject({
    snr_db: z.number(),
    clipped_share: z.number().min(0).max(1),
    /** Level of the last 20 ms relative to the loudest 20 ms, in dB. Absent before `vocalborn-acoustic-7`. */
    end_db: z.number().max(0).optional(),
  }),
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

/** Why a recording with a reference was not scored. */
const notJudgedReasons = ['too-little-speech', 'no-voice', 'noise'] as const;
export type NotJudgedReason = (typeof notJudgedReasons)[number];

/**
 * The analysis of one recording. Scores are 0–100; the four scores and the level are null without a reference recording
 * and where the recording could not be judged (`metadata.not_judged`). Times are
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
    /** Null without a reference; absent before `vocalborn-acoustic-6`. */
    evidence: evidence.nullable().optional(),
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
    /** Present when the recording could not be judged: its main reason. */
    not_judged: z.enum(notJudgedReasons).optional(),
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
