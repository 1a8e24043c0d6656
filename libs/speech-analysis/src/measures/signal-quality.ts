import type { Track } from '../signal/short-term-frames.js';
import { silenceLevel } from './intensity.js';
import type { Interval } from './silences.js';

/** Share of the quietest frames that stand for the noise when the whole recording sounds. */
const noiseShare = 0.05;

/** Powers of the sounding frames and of those between and around them. */
function powersOf(
  intensity: Track,
  sounding: readonly Interval[],
): { readonly speech: number[]; readonly noise: number[] } {
  const [speech, noise]: [number[], number[]] = [[], []];
  intensity.values.forEach((level, frame) => {
    const time = intensity.start + frame * intensity.step;
    const inside = sounding.some(({ start, end }) => time >= start && time <= end);
    (inside ? speech : noise).push(10 ** (level / 10));
  });
  if (noise.length === 0) {
    speech.sort((a, b) => a - b);
    noise.push(...speech.slice(0, Math.max(1, Math.ceil(speech.length * noiseShare))));
  }
  return { speech, noise };
}

/**
 * Returns the power of the noise between and around the sounding parts, relative to full scale: the median of those
 * frames, because short sounds may be among them.
 */
export function noisePower(intensity: Track, sounding: readonly Interval[]): number {
  return floorOf(powersOf(intensity, sounding).noise);
}

const floorOf = (noise: readonly number[]): number => Math.max(medianOf(noise), 10 ** (silenceLevel / 10));

/**
 * Returns the estimated signal-to-noise ratio in dB: the power of the sounding parts less that of the noise, over the
 * power of the noise (see `noisePower`). It describes the room and the microphone, not the voice (see harmonicity). At
 * most 100 dB, the range of 16-bit recordings.
 */
export function signalToNoise(intensity: Track, sounding: readonly Interval[]): number {
  const { speech, noise } = powersOf(intensity, sounding);
  const floor = floorOf(noise);
  const clean = Math.max(meanOf(speech) - floor, 1e-3 * floor);
  return Math.min(100, 10 * Math.log10(clean / floor));
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function meanOf(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}

/** Minimum number of consecutive samples at the limit that form a clipped peak. */
const shortestClip = 3;

/** Distance from the limit that counts as at the limit: one step of 16 bits. */
const resolution = 2 ** -15;

/**
 * Returns the share of clipped samples, 0–1: three or more in a row, of the same sign, at the recording's highest
 * magnitude or at full scale.
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

/** Seconds of the end whose level is measured, and of the parts that it is compared with. */
const endLength = 0.02;

/**
 * Returns the level of the last 20 ms relative to the loudest 20 ms, in dB, at least −100: a recorder that was stopped in the
 * middle of a word leaves it high.
 */
export function endLevel(samples: Float32Array, sampleRate: number): number {
  const length = Math.max(1, Math.round(endLength * sampleRate));
  const powerFrom = (start: number): number => {
    let sum = 0;
    for (let index = start; index < Math.min(samples.length, start + length); index += 1) sum += samples[index]! ** 2;
    return sum / length;
  };
  const last = powerFrom(Math.max(0, samples.length - length));
  let loudest = last;
  for (let start = 0; start < samples.length; start += length) loudest = Math.max(loudest, powerFrom(start));
  return loudest > 0 ? Math.max(-100, 10 * Math.log10(last / loudest)) : -100;
}
