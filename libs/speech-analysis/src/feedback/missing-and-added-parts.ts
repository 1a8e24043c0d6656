import type { ImprovementArea } from '@vocalborn/ai-contract';
import { formatSeconds, maxMarkedSegments, pauseWithin, type Measured, type Segment, type Span } from './segments.js';

/** A reference segment counts as omitted when the aligned sample covers less than 30 % of its duration. */
const minSpokenShare = 0.3;

/**
 * A segment holds additional speech when it exceeds the reference segment by both this many seconds and this factor.
 */
const addedThreshold = { seconds: 0.6, times: 3 } as const;

function wasLeftOut({ start, end, reference_start, reference_end, off }: Segment): boolean {
  return off === true && end - start < minSpokenShare * (reference_end - reference_start);
}

/** Returns advice on the part of the sentence that was not said; empty when all of it was. */
export function missingArea({ detailed_analysis: { segments } }: Measured): ImprovementArea[] {
  const missing = segments.filter(wasLeftOut);
  const [first, last] = [missing[0], missing.at(-1)];
  if (!first || !last) return [];
  const [from, to] = [formatSeconds(first.reference_start), formatSeconds(last.reference_end)];
  return [
    {
      code: 'missing-part',
      start: first.start,
      end: last.end,
      message: {
        'zh-TW': `示範音第 ${from} 到 ${to} 秒的內容沒有聽到，再聽一次示範，試著把整句說完。`,
        'en-US': `What the example says from ${from} to ${to} s was not heard: listen to it once more and say the whole sentence.`,
      },
    },
  ];
}

/** Returns advice on speech that the reference does not contain. */
export function addedArea({ detailed_analysis: { segments, timing } }: Measured): ImprovementArea[] {
  return segments
    .filter((segment) => wasAddedTo(segment, timing.pauses))
    .map(({ start, end }) => ({
      code: 'added-part',
      start,
      end,
      message: {
        'zh-TW': `第 ${formatSeconds(start)} 到 ${formatSeconds(end)} 秒有示範音沒有的內容或重複的部分，試著只把示範的句子說一次。`,
        'en-US': `From ${formatSeconds(start)} to ${formatSeconds(end)} s there is something that the example does not say, or a repetition: try to say just its sentence, once.`,
      },
    }))
    .slice(0, maxMarkedSegments);
}

function wasAddedTo(segment: Segment, pauses: readonly Span[]): boolean {
  const usual = segment.reference_end - segment.reference_start;
  const spoken = segment.end - segment.start - pauseWithin(segment, pauses);
  return segment.off === true && spoken > Math.max(usual + addedThreshold.seconds, addedThreshold.times * usual);
}
