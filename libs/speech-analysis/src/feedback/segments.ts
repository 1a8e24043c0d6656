import type { AnalysisResult } from '@vocalborn/ai-contract';

/** The part of the result that the rules read. */
export type Measured = Pick<
  AnalysisResult,
  'overall_score' | 'pronunciation_accuracy' | 'rhythm_score' | 'detailed_analysis'
>;

/** A reference segment and the corresponding part of the recording. */
export type Segment = AnalysisResult['detailed_analysis']['segments'][number];

/** A part of the recording, in seconds. */
export type Span = Pick<Segment, 'start' | 'end'>;

/** Seconds of pause within a part. */
export const pauseWithin = ({ start, end }: Span, pauses: readonly Span[]): number =>
  pauses.reduce((sum, pause) => sum + Math.max(0, Math.min(end, pause.end) - Math.max(start, pause.start)), 0);

/** Maximum number of segments that the advice marks: more would discourage. */
export const maxMarkedSegments = 2;

/** Segments with a smaller gap than this, in seconds, are marked as one. */
export const maxGap = 0.05;

/** A time in seconds as the advice shows it. */
export const formatSeconds = (seconds: number): string => seconds.toFixed(1);

/** Similarity below which a segment is off in any sentence. */
const offBelow = 55;

/**
 * A segment is also off when it is below the first value and this far below the median of its sentence. Segments of the
 * same words in other voices never are (voices: see `calibration.ts`); wrong words are.
 */
const [doubtfulBelow, gapToMedian] = [75, 20];

/**
 * Tells whether a segment is marked as off: far from the reference by itself, or compared with the rest of its
 * sentence.
 */
export function isOff(similarity: number, all: readonly number[]): boolean {
  const median = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  return similarity < offBelow || (similarity < doubtfulBelow && similarity < median - gapToMedian);
}
