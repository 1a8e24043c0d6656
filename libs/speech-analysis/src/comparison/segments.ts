import { totalLength, type Interval } from '../measures/silences.js';
import { frameStep } from '../signal/analysis-signal.js';
import type { Alignment } from './align.js';
import type { Speech } from './speech.js';

/** A part of the reference, the corresponding part of the recording, and their distance. */
export interface ComparedSegment {
  readonly reference: Interval;
  readonly sample: Interval;
  /** Like `Comparison.distance`, for this part alone. */
  readonly distance: number;
}

/** Target length of a segment in seconds: about two syllables, short enough to mark and long enough to hear. */
const segmentLength = 0.4;

/** Divides the sounding parts of the reference into segments and returns the distance of each. */
export function segmentsOf(
  alignment: Alignment,
  weights: Float64Array,
  chance: number,
  sample: Speech,
  reference: Speech,
): ComparedSegment[] {
  return pieces(reference.silences.sounding).flatMap((piece) => {
    const steps = stepsWithin(alignment, reference, piece);
    const [first, last] = [steps[0], steps.at(-1)];
    if (first === undefined || last === undefined) return [];
    let [sum, total] = [0, 0];
    for (const step of steps) {
      sum += (alignment.distances[step] ?? 0) * (weights[step] ?? 0);
      total += weights[step] ?? 0;
    }
    const time = (step: number): number => (sample.from + (alignment.a[step] ?? 0)) * frameStep;
    const interval = { start: time(first), end: time(last) + frameStep };
    return [{ reference: piece, sample: interval, distance: sum / total / chance }];
  });
}

function pieces(sounding: readonly Interval[]): Interval[] {
  return sounding.flatMap((interval) => {
    const count = Math.max(1, Math.round(totalLength([interval]) / segmentLength));
    const length = (interval.end - interval.start) / count;
    return Array.from({ length: count }, (_, index) => ({
      start: interval.start + index * length,
      end: interval.start + (index + 1) * length,
    }));
  });
}

function stepsWithin(alignment: Alignment, reference: Speech, piece: Interval): number[] {
  const steps: number[] = [];
  alignment.b.forEach((frame, step) => {
    const time = (reference.from + frame + 0.5) * frameStep;
    if (time >= piece.start && time < piece.end) steps.push(step);
  });
  return steps;
}
