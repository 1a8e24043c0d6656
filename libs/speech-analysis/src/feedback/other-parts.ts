import type { ImprovementArea } from '@vocalborn/ai-contract';
import type { Measured } from './improvement-areas.js';
import { clock, mostSegments, restWithin, type Segment, type Span } from './stretches.js';

/** A part of the example that less than this part of its time answers to was left out. */
const leastSpoken = 0.3;

/** A part that took so much longer than the example's, in seconds and as a multiple, holds more than the example. */
const leastAdded = { seconds: 0.6, times: 3 } as const;

function wasLeftOut({ start, end, reference_start, reference_end, off }: Segment): boolean {
  return off === true && end - start < leastSpoken * (reference_end - reference_start);
}

/** What of the sentence was not said. */
export function missingArea({ detailed_analysis: { segments } }: Measured): ImprovementArea[] {
  const missing = segments.filter(wasLeftOut);
  const [first, last] = [missing[0], missing.at(-1)];
  if (!first || !last) return [];
  const [from, to] = [clock(first.reference_start), clock(last.reference_end)];
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

/** What was said beside the sentence: where the recording goes on and the example does not. */
export function addedArea({ detailed_analysis: { segments, timing } }: Measured): ImprovementArea[] {
  return segments
    .filter((segment) => wasAddedTo(segment, timing.pauses))
    .map(({ start, end }) => ({
      code: 'added-part',
      start,
      end,
      message: {
        'zh-TW': `第 ${clock(start)} 到 ${clock(end)} 秒有示範音沒有的內容或重複的部分，試著只把示範的句子說一次。`,
        'en-US': `From ${clock(start)} to ${clock(end)} s there is something that the example does not say, or a repetition: try to say just its sentence, once.`,
      },
    }))
    .slice(0, mostSegments);
}

function wasAddedTo(segment: Segment, pauses: readonly Span[]): boolean {
  const usual = segment.reference_end - segment.reference_start;
  const spoken = segment.end - segment.start - restWithin(segment, pauses);
  return segment.off === true && spoken > Math.max(usual + leastAdded.seconds, leastAdded.times * usual);
}
