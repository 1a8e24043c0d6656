import { frameStep } from '../signal/analysis-signal.js';
import { silenceLevel } from './intensity.js';

/** A stretch of time, in seconds. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** Speech and the pauses within it; what lies before the first and after the last sounding stretch is neither. */
export interface Silences {
  readonly sounding: readonly Interval[];
  readonly pauses: readonly Interval[];
}

/** Praat's defaults for "To TextGrid (silences)": threshold below the maximum (dB), shortest silence and sounding (s). */
const thresholdBelowMaximum = 25;
const shortestPause = 0.1;
const shortestSounding = 0.1;

/**
 * Splits a recording into sounding stretches and pauses by its intensity contour (Praat manual, "Sound: To TextGrid
 * (silences)..."). The threshold is relative to the loudest frame, so the result does not depend on the level.
 */
export function findSilences(intensity: Float64Array): Silences {
  const maximum = intensity.reduce((loudest, level) => Math.max(loudest, level), silenceLevel);
  if (maximum <= silenceLevel + thresholdBelowMaximum) return { sounding: [], pauses: [] };
  const threshold = maximum - thresholdBelowMaximum;
  const runs = runsOf(intensity, (level) => level >= threshold);
  const bridged = mergeAcross(runs, shortestPause);
  const sounding = bridged.filter((run) => run.end - run.start >= shortestSounding - 1e-9);
  const pauses = sounding.slice(1).map((run, index) => ({ start: sounding[index]?.end ?? 0, end: run.start }));
  return { sounding, pauses };
}

/** Sum of the lengths of intervals, in seconds. */
export function totalLength(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, interval) => sum + interval.end - interval.start, 0);
}

function runsOf(contour: Float64Array, holds: (value: number) => boolean): Interval[] {
  const runs: Interval[] = [];
  let start = -1;
  for (let frame = 0; frame <= contour.length; frame += 1) {
    const level = contour[frame];
    const inside = level !== undefined && holds(level);
    if (inside && start < 0) start = frame;
    if (!inside && start >= 0) {
      runs.push({ start: start * frameStep, end: frame * frameStep });
      start = -1;
    }
  }
  return runs;
}

function mergeAcross(runs: readonly Interval[], gap: number): Interval[] {
  const merged: Interval[] = [];
  for (const run of runs) {
    const previous = merged.at(-1);
    if (previous && run.start - previous.end < gap - 1e-9)
      merged[merged.length - 1] = { start: previous.start, end: run.end };
    else merged.push(run);
  }
  return merged;
}
