import type { Comparison } from '../comparison/compare.js';
import type { ComparedSegment } from '../comparison/segments.js';

/**
 * Order ratios (see `Comparison`) of recordings of 2 s and more between which the evidence falls from 1 to 0. They were
 * set on 1 900 comparisons of synthetic and human voices in English, Spanish and Mandarin, clean, degraded and with
 * unclear speech, and checked on prompts in French, Italian and Russian: 95 % of the right readings, of which a tenth
 * were severely degraded, lie below the first value, 99 % of the wrong ones above the second.
 */
const range = { surely: 0.71, hardly: 0.8 } as const;

/** Seconds from which a comparison is as certain as it gets. The spread of a mean grows as a recording gets shorter. */
const longEnough = 2;

/** How much lower the ratios must be when the spread is twice as large. */
const shiftWhenShort = 0.05;

/**
 * Mean relative distances of the two most similar segments (0.8 s) that show, surely and hardly, a part of the sentence.
 * Of the same comparisons, 95 % of the first halves lie below 0.32 and 98 % of the wrong sentences above.
 */
const partRange = { surely: 0.22, hardly: 0.32 } as const;

type Evidence = Pick<Comparison, 'orderRatio' | 'comparedSeconds'> & {
  readonly segments: readonly Pick<ComparedSegment, 'distance'>[];
};

/**
 * Returns how well the sounds show that both recordings say the same sentence or a part of it, 0–1: by the order of all
 * sounds, or by two segments that are very much alike. 1 for every fair reading, also of unclear speech, 0 for another
 * sentence, in between where it cannot be told.
 */
export function sameSentence({ orderRatio, comparedSeconds, segments }: Evidence): number {
  const spread = Math.sqrt(longEnough / Math.max(0.1, Math.min(longEnough, comparedSeconds)));
  const whole = fallen(orderRatio + shiftWhenShort * (spread - 1), range);
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
