import type { Comparison } from '../comparison/compare.js';
import type { ComparedSegment } from '../comparison/segments.js';

/**
 * Order ratios (see `Comparison`) between which the evidence falls from 1 to 0. They were set on comparisons of synthetic
 * and human voices in English, Spanish and Mandarin, clean and degraded, and checked on prompts in French, Italian and
 * Russian. Fair readings lie below 0.5, unclear speech below 0.75 and 95 % of the wrong sentences above 0.85; the same
 * words by a human and a synthetic voice lie at 0.67, 0.77 and 0.86 (5, 50 and 95 %).
 */
const range = { surely: 0.72, hardly: 0.85 } as const;

/**
 * Mean relative distances of the two most similar segments (0.8 s) that show, surely and hardly, a part of the sentence.
 * Of the same comparisons, 95 % of the first halves lie below 0.32 and 98 % of the wrong sentences above.
 */
const partRange = { surely: 0.22, hardly: 0.32 } as const;

type Evidence = Pick<Comparison, 'orderRatio'> & {
  readonly segments: readonly Pick<ComparedSegment, 'distance'>[];
};

/**
 * Returns how well the sounds show that both recordings say the same sentence or a part of it, 0–1: by the order of all
 * sounds, or by two segments that are very much alike. 1 for every fair reading, also of unclear speech, 0 for another
 * sentence, in between where it cannot be told.
 */
export function sameSentence({ orderRatio, segments }: Evidence): number {
  const whole = fallen(orderRatio, range);
  const best = segments.map(({ distance }) => distance).toSorted((a, b) => a - b);
  const isLong = best.length >= leastSegments;
  const part = isLong ? fallen(((best[0] ?? 1) + (best[1] ?? 1)) / 2, partRange) : 0;
  return Math.max(whole, part);
}

/** Segments from which two of them are a part of a sentence, not the whole. */
const leastSegments = 4;

/** 1 below `surely`, 0 above `hardly`, linear in between. */
function fallen(value: number, { surely, hardly }: { readonly surely: number; readonly hardly: number }): number {
  return Math.max(0, Math.min(1, (hardly - value) / (hardly - surely)));
}
