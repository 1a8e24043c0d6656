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

/** Contrast of the sounds in a quiet recording, see `Comparison`; the lowest of 20 synthetic and 20 human voices. */
export const fullContrast = 10.5;

/**
 * Relative distances of a whole sentence between which its sounds tell by themselves that it is the same one. In quiet
 * recordings of more than 1.6 s, 99 % of the wrong sentences lie above 0.59, clean, cut, clipped or through a telephone; the
 * most unclear speech that was simulated lies below 0.56.
 */
const soundsRange = { surely: 0.53, hardly: 0.59 } as const;

/** Contrast of the sounds, see `Comparison`, from which they tell that, and below which they do not: noise makes all sounds alike. */
const telling = { fully: fullContrast, hardly: 9 } as const;

type Evidence = Pick<Comparison, 'orderRatio' | 'distance' | 'contrast'> & {
  readonly segments: readonly Pick<ComparedSegment, 'distance'>[];
};

/**
 * Returns how well the sounds show that both recordings say the same sentence or a part of it, 0–1: by the order of all
 * sounds, by two segments that are very much alike, or in quiet recordings by sounds that are more alike than those of two
 * sentences. 1 for every fair reading, also of unclear speech, 0 for another sentence, in between where it cannot be told.
 */
export function sameSentence({ orderRatio, distance, contrast, segments }: Evidence): number {
  const whole = fallen(orderRatio, range);
  const best = segments.map(({ distance }) => distance).toSorted((a, b) => a - b);
  const isLong = best.length >= leastSegments;
  const part = isLong ? fallen(((best[0] ?? 1) + (best[1] ?? 1)) / 2, partRange) : 0;
  const isTelling = fallen(-contrast, { surely: -telling.fully, hardly: -telling.hardly });
  const sounds = isLong ? isTelling * fallen(distance, soundsRange) : 0;
  return Math.max(whole, part, sounds);
}

/** Evidence from which a recording counts as the sentence, as far as can be told; below it another one was said. */
export const leastEvidence = 0.1;

/** Segments of a sentence: two of them are a part of it, and all of them too many to be alike by chance. */
const leastSegments = 4;

/** 1 below `surely`, 0 above `hardly`, linear in between. */
function fallen(value: number, { surely, hardly }: { readonly surely: number; readonly hardly: number }): number {
  return Math.max(0, Math.min(1, (hardly - value) / (hardly - surely)));
}
