import { resample } from '../../signal/resample.js';
import { sampleBefore, shortTermFrames, type FrameTimes, type Track } from '../../signal/short-term-frames.js';
import { BurgPredictor } from './burg.js';
import { PredictorRoots } from './polynomial-roots.js';

/** Praat's standard settings for "Sound: To Formant (burg)...": Hz and seconds. */
const settings = { ceiling: 5500, formants: 5, windowLength: 0.025, preEmphasisFrom: 50 } as const;

/** Seconds between two frames: a quarter of the window. */
const timeStep = settings.windowLength / 4;

/** The band must reach the ceiling: linear prediction takes a gap below it for part of the voice. */
const bandLimit = { zeroCrossings: 48, cutoff: 1 };

/** Distance from 0 Hz and from the ceiling, in Hz, within which a resonance belongs to the filter, not to the voice. */
const margin = 50;

/** Formants kept per frame: F1 to F3. */
export const keptFormants = 3;

/** Formant frequencies per frame in Hz, `keptFormants` values each; NaN where unvoiced or where fewer were found. */
export interface FormantTrack extends FrameTimes {
  readonly frequencies: Float64Array;
}

/**
 * Returns F1 to F3 in Hz per frame of 6.25 ms: the resonances of the all-pole filter of order 10 that Burg's method
 * fits to the signal below 5 500 Hz, pre-emphasised from 50 Hz, under a Gaussian window of 25 ms (50 ms including its
 * ends).
 *
 * Source: Praat manual, "Sound: To Formant (burg)..."; Burg's method and the roots are described in their files.
 * Praat: `To Formant (burg): 0, 5, 5500, 0.025, 50`.
 * @param isVoiced tells whether a time is voiced; elsewhere nothing is measured
 */
export function formantTrack(
  signal: Float32Array,
  sampleRate: number,
  isVoiced: (time: number) => boolean,
): FormantTrack {
  const rate = 2 * settings.ceiling;
  const emphasised = preEmphasised(resample(signal, sampleRate, rate, bandLimit), rate);
  const frames = shortTermFrames(emphasised.length, rate, 2 * settings.windowLength, timeStep);
  const frequencies = new Float64Array(frames.count * keptFormants).fill(NaN);
  const window = gaussianWindow(2 * Math.floor(settings.windowLength * rate));
  const frame = new Float64Array(window.length);
  const predictor = new BurgPredictor(window.length, 2 * settings.formants);
  const roots = new PredictorRoots(2 * settings.formants);
  for (let index = 0; index < frames.count; index += 1) {
    const time = frames.start + index * frames.step;
    if (!isVoiced(time)) continue;
    const start = sampleBefore(time, rate) + 1 - window.length / 2;
    for (let at = 0; at < window.length; at += 1) frame[at] = (emphasised[start + at] ?? 0) * window[at]!;
    if (!predictor.fit(frame) || !roots.find(predictor.coefficients)) continue;
    keepResonances(roots, frequencies.subarray(index * keptFormants, (index + 1) * keptFormants));
  }
  return { ...frames, frequencies };
}

/** Median of a formant (0 is F1) over the frames that have it, in Hz; null when none has. */
export function medianFormant(track: FormantTrack, formant: number): number | null {
  const found: number[] = [];
  for (let frame = 0; frame < track.count; frame += 1) {
    const frequency = track.frequencies[frame * keptFormants + formant]!;
    if (!Number.isNaN(frequency)) found.push(frequency);
  }
  if (found.length === 0) return null;
  found.sort((a, b) => a - b);
  return (found[Math.floor((found.length - 1) / 2)]! + found[Math.ceil((found.length - 1) / 2)]!) / 2;
}

/** Tells whether a time lies in a voiced frame of the F0 contour. */
export function voicedBy(pitch: Track): (time: number) => boolean {
  return (time) => (pitch.values[Math.round((time - pitch.start) / pitch.step)] ?? 0) > 0;
}

function preEmphasised(signal: Float32Array, rate: number): Float64Array {
  const factor = Math.exp((-2 * Math.PI * settings.preEmphasisFrom) / rate);
  const output = new Float64Array(signal.length);
  for (let index = 0; index < signal.length; index += 1) {
    output[index] = signal[index]! - (index > 0 ? factor * signal[index - 1]! : 0);
  }
  return output;
}

/** Gaussian window that is 0 at its ends. */
function gaussianWindow(length: number): Float64Array {
  const edge = Math.exp(-12);
  return Float64Array.from({ length }, (_, index) => {
    const place = (index - (length - 1) / 2) / (length + 1);
    return (Math.exp(-48 * place * place) - edge) / (1 - edge);
  });
}

/**
 * Stores the lowest resonances within the bounds, ascending. A root outside the unit circle counts like its mirror
 * image.
 */
function keepResonances(roots: PredictorRoots, kept: Float64Array): void {
  for (let root = 0; root < roots.real.length; root += 1) {
    if (roots.imaginary[root]! < 0) continue;
    const angle = Math.atan2(roots.imaginary[root]!, roots.real[root]!);
    insert(kept, (angle * settings.ceiling) / Math.PI);
  }
}

function insert(kept: Float64Array, frequency: number): void {
  if (frequency < margin || frequency > settings.ceiling - margin) return;
  let carried = frequency;
  for (let place = 0; place < kept.length; place += 1) {
    const present = kept[place]!;
    if (present <= carried) continue;
    kept[place] = carried;
    carried = present;
  }
}
