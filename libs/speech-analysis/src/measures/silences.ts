import { nearestValue, type Track } from '../signal/short-term-frames.js';
import { parabolicMaximum } from '../signal/sinc-interpolation.js';
import { silenceLevel } from './intensity.js';

/** A part of a recording, in seconds. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/**
 * Sounding parts and the pauses between them. The time before the first and after the last sounding part is neither.
 */
export interface Silences {
  readonly sounding: readonly Interval[];
  readonly pauses: readonly Interval[];
}

/** Pitch floor in Hz of the intensity contour in which pauses are found. */
export const silenceFloor = 100;

/** Praat's standard settings: threshold below the maximum (dB), shortest silence and shortest sounding part (s). */
const thresholdBelowMaximum = 25;
const shortestPause = 0.1;
const shortestSounding = 0.1;

/**
 * Maximum level difference in dB between the loudest frame and the loudest voiced frame; a louder sound is a knock, not
 * speech.
 */
const knockMargin = 6;

/** Minimum number of voiced frames of 10 ms; fewer may be errors, which occur in a whisper. */
const minVoicedFrames = 15;

/**
 * Divides a recording into sounding parts and pauses by its intensity. The threshold is relative to the loudest frame,
 * so the result does not depend on the level. Knocks are excluded, which Praat does not do.
 *
 * Source: Praat manual, "Sound: To TextGrid (silences)...".
 * Praat: `To TextGrid (silences): 100, 0, -25, 0.1, 0.1, "silent", "sounding"`.
 * @param intensity contour with a floor of `silenceFloor`
 * @param duration of the recording, in seconds
 * @param pitch F0, 0 where unvoiced
 */
export function findSilences(intensity: Track, duration: number, pitch: Track): Silences {
  const maximum = Math.min(highest(intensity.values), loudestVoice(intensity, pitch) + knockMargin);
  if (maximum <= silenceLevel + thresholdBelowMaximum) return { sounding: [], pauses: [] };
  const runs = runsAbove(intensity, maximum - thresholdBelowMaximum, duration);
  const sounding = withoutShortGaps(
    runs.filter((run) => isAtLeast(run.end - run.start, shortestSounding)),
    duration,
  );
  const pauses = sounding.slice(1).map((run, index) => ({ start: sounding[index]?.end ?? 0, end: run.start }));
  return { sounding, pauses };
}

/** Largest difference of two samples below which no frame can reach the level of a sound: 20 lg of it is its level in dB. */
const silentRange = 10 ** ((silenceLevel + thresholdBelowMaximum) / 20);

/**
 * Returns whether `findSilences` would find no sound, because all samples are nearly equal. This takes one pass instead of
 * a whole measurement, which matters for long silence in a small file. False does not mean that there is sound.
 */
export function isSurelySilent(samples: Float32Array): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (const value of samples) {
    if (value < low) low = value;
    if (value > high) high = value;
    if (high - low > silentRange) return false;
  }
  return true;
}

/** Sum of the lengths of intervals, in seconds. */
export function totalLength(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, interval) => sum + interval.end - interval.start, 0);
}

/** Level of the loudest voiced frame in dB; infinite when hardly any frame is voiced. */
function loudestVoice(intensity: Track, pitch: Track): number {
  let [loudest, voiced] = [-Infinity, 0];
  for (let frame = 0; frame < pitch.count; frame += 1) {
    if (!(pitch.values[frame]! > 0)) continue;
    loudest = Math.max(loudest, nearestValue(intensity, pitch.start + frame * pitch.step, silenceLevel));
    voiced += 1;
  }
  return voiced < minVoicedFrames ? Infinity : loudest;
}

/** Highest value, interpolated between frames by parabolas. */
function highest(values: Float64Array): number {
  const maximum = { place: 0, value: 0 };
  let best = Math.max(values[0] ?? silenceLevel, values.at(-1) ?? silenceLevel);
  for (let index = 1; index < values.length - 1; index += 1) {
    const [before, value, after] = [values[index - 1]!, values[index]!, values[index + 1]!];
    if (value < before || value < after) continue;
    parabolicMaximum(before, value, after, maximum);
    best = Math.max(best, maximum.value);
  }
  return best;
}

/** Parts above a threshold; each changes at the time of the first frame on the other side. */
function runsAbove({ values, start, step }: Track, threshold: number, duration: number): Interval[] {
  const runs: Interval[] = [];
  let from = -1;
  for (let frame = 0; frame <= values.length; frame += 1) {
    const inside = frame < values.length && values[frame]! >= threshold;
    if (inside && from < 0) from = frame;
    if (inside || from < 0) continue;
    const end = frame === values.length ? duration : start + frame * step;
    runs.push({ start: from === 0 ? 0 : start + from * step, end });
    from = -1;
  }
  return runs;
}

/**
 * Joins parts with too short a pause between them, and extends the first and the last part over too short a silence at
 * the ends.
 */
function withoutShortGaps(runs: readonly Interval[], duration: number): Interval[] {
  const joined: Interval[] = [];
  for (const run of runs) {
    const previous = joined.at(-1);
    const isApart = isAtLeast(run.start - (previous?.end ?? 0), shortestPause);
    if (isApart) joined.push(run);
    else if (previous) joined[joined.length - 1] = { start: previous.start, end: run.end };
    else joined.push({ start: 0, end: run.end });
  }
  const last = joined.at(-1);
  if (last && !isAtLeast(duration - last.end, shortestPause)) {
    joined[joined.length - 1] = { start: last.start, end: duration };
  }
  return joined;
}

const isAtLeast = (length: number, least: number): boolean => length >= least - 1e-9;
