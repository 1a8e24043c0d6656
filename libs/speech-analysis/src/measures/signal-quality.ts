import type { Track } from '../signal/short-term-frames.js';
import { silenceLevel } from './intensity.js';
import type { Interval } from './silences.js';

/** Part of the frames, the quietest, that stand for the noise when a recording has no silence. */
const quietest = 0.05;

/**
 * Estimated signal-to-noise ratio in dB: power of the sounding stretches, less that of the noise, over the power of the
 * noise between and around them: its median, for short sounds are among it that are no stretch. It tells the room and the microphone, not the voice (see harmonicity for that). At
 * most 100 dB, as 16-bit recordings reach.
 */
export function signalToNoise(intensity: Track, sounding: readonly Interval[]): number {
  const [speech, noise]: [number[], number[]] = [[], []];
  intensity.values.forEach((level, frame) => {
    const time = intensity.start + frame * intensity.step;
    const inside = sounding.some(({ start, end }) => time >= start && time <= end);
    (inside ? speech : noise).push(10 ** (level / 10));
  });
  if (noise.length === 0) {
    speech.sort((a, b) => a - b);
    noise.push(...speech.slice(0, Math.max(1, Math.ceil(speech.length * quietest))));
  }
  const floor = Math.max(medianOf(noise), 10 ** (silenceLevel / 10));
  const clean = Math.max(meanOf(speech) - floor, 1e-3 * floor);
  return Math.min(100, 10 * Math.log10(clean / floor));
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function meanOf(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}

/** Samples in a row at the limit that are a clipped peak. */
const shortestClip = 3;

/** How near to the limit counts, as a part of full scale: one step of 16 bits. */
const resolution = 2 ** -15;

/**
 * Part of the samples, 0–1, that were cut off at the limit of the recorder: three or more in a row, of the same sign, at
 * the recording's highest magnitude or at full scale.
 */
export function clippedShare(signal: Float32Array): number {
  let peak = 0;
  for (const value of signal) peak = Math.max(peak, Math.abs(value));
  if (peak === 0) return 0;
  const limit = Math.min(1, peak) - resolution;
  let [clipped, run, sign] = [0, 0, 0];
  for (let index = 0; index <= signal.length; index += 1) {
    const value = signal[index] ?? 0;
    const own = Math.abs(value) >= limit ? Math.sign(value) : 0;
    if (own !== 0 && own === sign) run += 1;
    else {
      if (run >= shortestClip) clipped += run;
      run = own === 0 ? 0 : 1;
    }
    sign = own;
  }
  return clipped / signal.length;
}
