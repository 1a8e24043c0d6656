import type { Interval } from '../measures/silences.js';
import { frameStep } from '../signal/analysis-signal.js';
import type { Speech } from './speech-of.js';

/** What is kept of a rest at either side, in seconds: sounds die away in it, and a rest is part of some of them. */
const keptRest = 0.15;

/**
 * The frames of a recording whose sounds are compared: from the first sounding one to the last, but of a longer rest
 * only its edges. How long somebody rests is a matter of fluency; what was said before and after is the same.
 */
export function comparedFrames({ from, to, silences }: Pick<Speech, 'from' | 'to' | 'silences'>): Int32Array {
  const rests = silences.pauses.map(innerFrames).filter((rest) => rest.end > rest.start);
  const frames: number[] = [];
  let rest = 0;
  for (let frame = from; frame < to; frame += 1) {
    while (rest < rests.length && rests[rest]!.end <= frame) rest += 1;
    if (rest === rests.length || frame < rests[rest]!.start) frames.push(frame);
  }
  return Int32Array.from(frames);
}

/** In frames, without what is kept. */
const innerFrames = ({ start, end }: Interval): Interval => ({
  start: Math.round((start + keptRest) / frameStep),
  end: Math.round((end - keptRest) / frameStep),
});
