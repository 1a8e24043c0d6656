import type { ImprovementArea } from '@vocalborn/ai-contract';
import { formatSeconds, maxGap, maxMarkedSegments, pauseWithin, type Measured, type Segment } from './segments.js';

/**
 * A part counts as slow from this multiple of the tempo of its sentence, and from so many seconds of additional time. In right
 * readings by other voices no segment exceeds 1.4 times the tempo of its sentence.
 */
const slowness = 1.5;
const additionalSeconds = 0.2;

interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Time beyond that at the tempo of the sentence, in seconds. */
  readonly additional: number;
}

/** Returns advice on the parts that were said much more slowly than the rest, at most two, in their order. */
export function slowParts({ detailed_analysis: { segments, timing } }: Measured): ImprovementArea[] {
  const spoken = (segment: Segment): number => segment.end - segment.start - pauseWithin(segment, timing.pauses);
  const usual = ({ reference_start: start, reference_end: end }: Segment): number => Math.max(0.01, end - start);
  const tempos = segments.map((segment) => spoken(segment) / usual(segment)).toSorted((a, b) => a - b);
  const tempo = tempos[Math.floor((tempos.length - 1) / 2)] ?? 1;
  const slow = segments.flatMap((segment) => {
    const additional = spoken(segment) - tempo * usual(segment);
    const isSlow = spoken(segment) > slowness * tempo * usual(segment) && additional > additionalSeconds;
    return isSlow ? [{ start: segment.start, end: segment.end, additional }] : [];
  });
  return joined(slow)
    .toSorted((a, b) => b.additional - a.additional)
    .slice(0, maxMarkedSegments)
    .toSorted((a, b) => a.start - b.start)
    .map(slowArea);
}

function joined(parts: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (last && part.start - last.end < maxGap) {
      found[found.length - 1] = { start: last.start, end: part.end, additional: last.additional + part.additional };
    } else found.push(part);
  }
  return found;
}

const slowArea = ({ start, end }: Stretch): ImprovementArea => ({
  code: 'slow-part',
  start,
  end,
  message: {
    'zh-TW': `第 ${formatSeconds(start)} 到 ${formatSeconds(end)} 秒說得比其他部分慢很多，先單獨練習這一段，再連到整句。`,
    'en-US': `From ${formatSeconds(start)} to ${formatSeconds(end)} s you spoke much more slowly than in the rest: practise this part alone, then within the sentence.`,
  },
});
