import { shortTermFrames, type Track } from '../signal/short-term-frames.js';

/** Level of digital silence in dB relative to full scale; keeps logarithms finite. */
export const silenceLevel = -120;

/**
 * Difference between Praat's dB (reference 20 µPa) and dB relative to full scale, when full scale is 1 Pa: 93.98 dB.
 */
export const praatReference = -20 * Math.log10(2e-5);

/**
 * Returns the intensity in dB relative to full scale (a full-scale square wave is 0 dB) per frame of 0.8 / floor
 * seconds, smoothed over about 3.2 periods of the pitch floor. The local mean is subtracted first.
 *
 * Source: Praat manual, "Sound: To Intensity...": a Kaiser-20 window of 6.4 / floor seconds.
 * Praat: `To Intensity: 75, 0, "yes"` (higher by 93.98 dB, its reference being 20 µPa); the pauses use a floor of 100.
 * @param floor lowest F0 whose periods are smoothed, in Hz
 */
export function intensityTrack(signal: Float32Array, sampleRate: number, floor = 75): Track {
  const length = 6.4 / floor;
  const frames = shortTermFrames(signal.length, sampleRate, length, 0.8 / floor);
  const values = new Float64Array(frames.count);
  const half = Math.floor((length / 2) * sampleRate);
  const window = new Float64Array(2 * half + 1);
  for (let index = 0; index < window.length; index += 1) window[index] = kaiser((index - half) / (half + 1));
  for (let frame = 0; frame < frames.count; frame += 1) {
    const centre = Math.round((frames.start + frame * frames.step) * sampleRate - 0.5);
    const power = weightedPower(signal, centre - half, window);
    values[frame] = power > 0 ? Math.max(silenceLevel, 10 * Math.log10(power)) : silenceLevel;
  }
  return { ...frames, values };
}

/**
 * Returns the mean power of the frames whose centre lies between two times, in dB; `silenceLevel` when there is none.
 */
export function meanIntensity(track: Track, from = -Infinity, to = Infinity): number {
  let [power, count] = [0, 0];
  for (let frame = 0; frame < track.count; frame += 1) {
    const time = track.start + frame * track.step;
    if (time < from || time > to) continue;
    power += 10 ** (track.values[frame]! / 10);
    count += 1;
  }
  return count > 0 ? 10 * Math.log10(power / count) : silenceLevel;
}

function weightedPower(signal: Float32Array, start: number, window: Float64Array): number {
  const from = Math.max(0, -start);
  const to = Math.min(window.length, signal.length - start);
  let mean = 0;
  for (let index = from; index < to; index += 1) mean += signal[start + index]!;
  mean /= Math.max(1, to - from);
  let [power, weight] = [0, 0];
  for (let index = from; index < to; index += 1) {
    const value = signal[start + index]! - mean;
    power += value * value * window[index]!;
    weight += window[index]!;
  }
  return weight > 0 ? power / weight : 0;
}

/** Kaiser-20 window at a distance from its middle, −1 to 1, not normalised. */
function kaiser(distance: number): number {
  return besselI0((2 * Math.PI ** 2 + 0.5) * Math.sqrt(Math.max(0, 1 - distance * distance)));
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let [term, sum] = [1, 1];
  for (let order = 1; term > 1e-12 * sum; order += 1) {
    term *= (x / (2 * order)) ** 2;
    sum += term;
  }
  return sum;
}
