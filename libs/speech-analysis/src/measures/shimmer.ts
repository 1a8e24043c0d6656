import { sampleBefore } from '../signal/short-term-frames.js';
import { arePeriods, periodLimits } from './periods.js';

/**
 * Perturbation of the amplitude: `local` relative to the mean amplitude, `decibels` in dB; null with too few periods.
 */
export interface Shimmer {
  readonly local: number | null;
  readonly decibels: number | null;
}

/** Greatest ratio of the amplitudes of neighbouring periods that counts. */
const greatestAmplitudeRatio = 1.6;

/** Share of a period on each side of a pulse over which its amplitude is taken. */
const amplitudeReach = 0.2;

/**
 * Returns the shimmer. `local` is the mean absolute difference between the amplitudes of neighbouring periods relative
 * to the mean amplitude; `decibels` is their mean absolute ratio in dB. The amplitude is the Hann-weighted RMS around
 * the pulse.
 *
 * Source: Praat manual, "Voice 3. Shimmer".
 * Praat: `Get shimmer (local): 0, 0, 0.0001, 0.02, 1.3, 1.6`, `Get shimmer (local_dB): …` on Sound and PointProcess.
 */
export function shimmerOf(signal: Float32Array, sampleRate: number, pulses: Float64Array): Shimmer {
  const amplitudes = amplitudesOf(signal, sampleRate, pulses);
  let [difference, decibels, pairs, sum, count] = [0, 0, 0, 0, 0];
  for (let index = 0; index < amplitudes.length; index += 1) {
    const [one, other] = [amplitudes[index]!, amplitudes[index + 1]];
    if (one.value <= 0 || other === undefined) continue;
    sum += one.value;
    count += 1;
    const interval = other.time - one.time;
    if (interval < periodLimits.shortest || interval > periodLimits.longest) continue;
    const ratio = one.value / other.value;
    if (Math.max(ratio, 1 / ratio) > greatestAmplitudeRatio) continue;
    difference += Math.abs(one.value - other.value);
    decibels += Math.abs(20 * Math.log10(ratio));
    pairs += 1;
  }
  if (pairs === 0) return { local: null, decibels: null };
  return { local: difference / pairs / (sum / count), decibels: decibels / pairs };
}

interface Amplitude {
  readonly time: number;
  readonly value: number;
}

/** Amplitude at each pulse with a period on both sides. */
function amplitudesOf(signal: Float32Array, sampleRate: number, pulses: Float64Array): Amplitude[] {
  const amplitudes: Amplitude[] = [];
  for (let index = 1; index < pulses.length - 1; index += 1) {
    const time = pulses[index]!;
    const [before, after] = [time - pulses[index - 1]!, pulses[index + 1]! - time];
    if (!arePeriods(before, after)) continue;
    const value = weightedRms(signal, sampleRate, time, amplitudeReach * before, amplitudeReach * after);
    if (value > 0) amplitudes.push({ time, value });
  }
  return amplitudes;
}

function weightedRms(signal: Float32Array, sampleRate: number, time: number, left: number, right: number): number {
  const from = Math.max(0, sampleBefore(time - left, sampleRate) + 1);
  const to = Math.min(signal.length - 1, sampleBefore(time + right, sampleRate));
  let [sum, weight] = [0, 0];
  for (let index = from; index <= to; index += 1) {
    const distance = (index + 0.5) / sampleRate - time;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / (distance < 0 ? left : right));
    sum += (window * signal[index]!) ** 2;
    weight += window * window;
  }
  return weight > 0 ? Math.sqrt(sum / weight) : 0;
}
