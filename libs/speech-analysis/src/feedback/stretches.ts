import type { AnalysisResult } from '@vocalborn/ai-contract';

/** A stretch of the example and what answers to it. */
export type Segment = AnalysisResult['detailed_analysis']['segments'][number];

/** A stretch of the recording, in seconds. */
export type Span = Pick<Segment, 'start' | 'end'>;

/** How much of a stretch is rest, in seconds. */
export const restWithin = ({ start, end }: Span, pauses: readonly Span[]): number =>
  pauses.reduce((sum, pause) => sum + Math.max(0, Math.min(end, pause.end) - Math.max(start, pause.start)), 0);

/** Most stretches that are pointed at: more would discourage. */
export const mostSegments = 2;

/** A time as people are told it, in seconds. */
export const clock = (seconds: number): string => seconds.toFixed(1);
