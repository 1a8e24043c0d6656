import type { Interval } from '../measures/silences.js';
import { frameStep } from '../signal/analysis-signal.js';
import type { Speech } from './speech.js';

/** Seconds kept of a pause at each side: sounds fade out in it, and some sounds contain a silence. */
const keptPause = 0.15;

/**
 * Returns the frames that are compared: from the first to the last sounding frame, without the inside of long pauses.
 * The length of a pause concerns fluency, not what was said.
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

/** The inside of a pause in frames, without the kept edges. */
const innerFrames = ({ start, end }: Interval): Interval => ({
  start: Math.round((start + keptPause) / frameStep),
  end: Math.round((end - keptPause) / frameStep),
});
