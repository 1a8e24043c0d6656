import { nearestValue, type Track } from '../signal/short-term-frames.js';
import type { Interval } from './silences.js';

/** De Jong & Wempe's settings: dB below the loud frames, minimum dip between two nuclei in dB. */
const settings = { belowLoud: 25, loudQuantile: 0.99, leastDip: 2 } as const;

/**
 * Returns the times of the syllable nuclei in seconds: voiced peaks of the intensity within the sounding parts that
 * exceed a threshold and are followed by a dip of 2 dB before the next peak.
 *
 * Source: N. H. de Jong & T. Wempe, "Praat script to detect syllable nuclei and measure speech rate automatically",
 * Behavior Research Methods 41 (2009), 385–390. Their contour has a pitch floor of 50 Hz.
 * @param intensity contour with a floor of `nucleusFloor`
 */
export function syllableNuclei(intensity: Track, pitch: Track, sounding: readonly Interval[]): number[] {
  const threshold = loudLevel(intensity.values) - settings.belowLoud;
  const peaks = peaksAbove(intensity.values, threshold);
  const nuclei: number[] = [];
  peaks.forEach((peak, index) => {
    const next = peaks[index + 1] ?? intensity.values.length;
    const time = intensity.start + peak * intensity.step;
    if (intensity.values[peak]! - lowestBetween(intensity.values, peak, next) <= settings.leastDip) return;
    if (nearestValue(pitch, time, 0) === 0) return;
    if (sounding.some(({ start, end }) => time >= start && time <= end)) nuclei.push(time);
  });
  return nuclei;
}

/** Pitch floor in Hz of the intensity contour in which nuclei are found. */
export const nucleusFloor = 50;

function loudLevel(values: Float64Array): number {
  const sorted = values.toSorted();
  return sorted[Math.floor((sorted.length - 1) * settings.loudQuantile)] ?? 0;
}

function peaksAbove(values: Float64Array, threshold: number): number[] {
  const peaks: number[] = [];
  for (let frame = 1; frame < values.length - 1; frame += 1) {
    const value = values[frame]!;
    if (value > threshold && value > values[frame - 1]! && value >= values[frame + 1]!) peaks.push(frame);
  }
  return peaks;
}

function lowestBetween(values: Float64Array, from: number, to: number): number {
  let lowest = Infinity;
  for (let frame = from; frame < to; frame += 1) lowest = Math.min(lowest, values[frame]!);
  return lowest;
}
