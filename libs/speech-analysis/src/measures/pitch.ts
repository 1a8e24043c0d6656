import FFT from 'fft.js';
import { analysisRate, frameCentre, frameCount, frameStep } from '../signal/analysis-signal.js';

/** Praat's defaults for "Sound: To Pitch (ac)..." (Boersma 1993), with a floor of 75 and a ceiling of 600 Hz. */
const settings = {
  floor: 75,
  ceiling: 600,
  periodsPerWindow: 3,
  candidates: 15,
  silenceThreshold: 0.03,
  voicingThreshold: 0.45,
  octaveCost: 0.01,
  octaveJumpCost: 0.35,
  voicedUnvoicedCost: 0.14,
} as const;

/** The costs of the path are meant for frames of 10 ms (Boersma 1993, section 5). */
const costScale = 0.01 / frameStep;

/** A possible F0 of a frame; frequency 0 is "unvoiced". */
interface Candidate {
  readonly frequency: number;
  readonly strength: number;
}

/**
 * F0 per frame of 10 ms in Hz, 0 where unvoiced: autocorrelation of the windowed signal divided by that of the window,
 * and the cheapest path through the candidates of all frames. Source: P. Boersma, "Accurate short-term analysis of
 * the fundamental frequency and the harmonics-to-noise ratio of a sampled sound", IFA Proceedings 17 (1993).
 */
export function pitchContour(signal: Float32Array): Float64Array {
  const frames = frameCount(signal.length);
  const peak = signal.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  if (peak === 0) return new Float64Array(frames);
  const correlate = autocorrelator();
  const candidates: Candidate[][] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    const { correlation, localPeak } = correlate(signal, frameCentre(frame));
    candidates.push(candidatesOf(correlation, localPeak / peak));
  }
  return cheapestPath(candidates);
}

const windowLength = Math.round((settings.periodsPerWindow / settings.floor) * analysisRate);
const longestLag = Math.floor(analysisRate / settings.floor);

/** Autocorrelation of one frame at a time, with buffers that are used again. */
function autocorrelator() {
  const size = 2 ** Math.ceil(Math.log2(windowLength * 1.5));
  const fft = new FFT(size);
  const [time, spectrum] = [new Float64Array(size), new Float64Array(size * 2)];
  const [power, back] = [new Float64Array(size * 2), new Float64Array(size * 2)];
  const window = hann(windowLength);
  const correlation = new Float64Array(longestLag + 2);

  const autocorrelate = (): void => {
    fft.realTransform(spectrum, time);
    fft.completeSpectrum(spectrum);
    for (let bin = 0; bin < size; bin += 1) {
      const [real, imaginary] = [spectrum[2 * bin] ?? 0, spectrum[2 * bin + 1] ?? 0];
      power[2 * bin] = real * real + imaginary * imaginary;
      power[2 * bin + 1] = 0;
    }
    fft.inverseTransform(back, power);
  };
  time.set(window);
  autocorrelate();
  const ofWindow = Float64Array.from({ length: longestLag + 2 }, (_, lag) => (back[2 * lag] ?? 0) / (back[0] ?? 1));

  return (signal: Float32Array, centre: number): { correlation: Float64Array; localPeak: number } => {
    const localPeak = fillWindow(time, signal, centre, window);
    autocorrelate();
    const energy = back[0] ?? 0;
    for (let lag = 0; lag < correlation.length; lag += 1) {
      correlation[lag] = energy > 0 ? (back[2 * lag] ?? 0) / energy / (ofWindow[lag] ?? 1) : 0;
    }
    return { correlation, localPeak };
  };
}

/** Copies a frame without its mean, windowed; returns its peak before windowing. */
function fillWindow(time: Float64Array, signal: Float32Array, centre: number, window: Float64Array): number {
  const start = centre - Math.floor(window.length / 2);
  let mean = 0;
  for (let index = 0; index < window.length; index += 1) mean += signal[start + index] ?? 0;
  mean /= window.length;
  let peak = 0;
  for (let index = 0; index < window.length; index += 1) {
    const value = (signal[start + index] ?? 0) - mean;
    peak = Math.max(peak, Math.abs(value));
    time[index] = value * (window[index] ?? 0);
  }
  return peak;
}

/** The strongest maxima of the autocorrelation as candidates, after "unvoiced" (Boersma 1993, equations 23 and 24). */
function candidatesOf(correlation: Float64Array, relativePeak: number): Candidate[] {
  const { voicingThreshold, silenceThreshold, ceiling, floor, octaveCost } = settings;
  const loudness = relativePeak / (silenceThreshold / (1 + voicingThreshold));
  const found: Candidate[] = [];
  for (let lag = Math.ceil(analysisRate / ceiling); lag <= longestLag; lag += 1) {
    const [left, middle, right] = [correlation[lag - 1] ?? 0, correlation[lag] ?? 0, correlation[lag + 1] ?? 0];
    if (middle <= left || middle < right || middle < 0.5 * voicingThreshold) continue;
    const curvature = left - 2 * middle + right;
    const offset = (0.5 * (left - right)) / curvature;
    const frequency = analysisRate / (lag + offset);
    const height = Math.min(1, middle - 0.25 * (left - right) * offset);
    if (frequency > ceiling || frequency < floor) continue;
    found.push({ frequency, strength: height - octaveCost * Math.log2(floor / frequency) });
  }
  found.sort((a, b) => b.strength - a.strength);
  const unvoiced = { frequency: 0, strength: voicingThreshold + Math.max(0, 2 - loudness) };
  return [unvoiced, ...found.slice(0, settings.candidates - 1)];
}

/** The path of greatest total strength less the costs of jumps (Viterbi; Boersma 1993, equations 27 and 28). */
function cheapestPath(frames: readonly Candidate[][]): Float64Array {
  let scores = (frames[0] ?? []).map((candidate) => candidate.strength);
  const from: Int16Array[] = [];
  for (let frame = 1; frame < frames.length; frame += 1) {
    const [before, now] = [frames[frame - 1] ?? [], frames[frame] ?? []];
    const origins = new Int16Array(now.length);
    scores = now.map((candidate, index) => {
      const best = bestOrigin(before, scores, candidate);
      origins[index] = best.origin;
      return best.score + candidate.strength;
    });
    from.push(origins);
  }
  return traceBack(frames, scores, from);
}

function bestOrigin(before: readonly Candidate[], scores: readonly number[], to: Candidate) {
  let best = { origin: 0, score: -Infinity };
  for (let origin = 0; origin < before.length; origin += 1) {
    const candidate = before[origin];
    const score = (scores[origin] ?? -Infinity) - (candidate ? transitionCost(candidate.frequency, to.frequency) : 0);
    if (score > best.score) best = { origin, score };
  }
  return best;
}

function transitionCost(from: number, to: number): number {
  if (from === 0 && to === 0) return 0;
  if (from === 0 || to === 0) return settings.voicedUnvoicedCost * costScale;
  return settings.octaveJumpCost * costScale * Math.abs(Math.log2(from / to));
}

function traceBack(frames: readonly Candidate[][], scores: readonly number[], from: readonly Int16Array[]) {
  const contour = new Float64Array(frames.length);
  let choice = scores.indexOf(Math.max(...scores));
  for (let frame = frames.length - 1; frame >= 0; frame -= 1) {
    contour[frame] = frames[frame]?.[choice]?.frequency ?? 0;
    choice = from[frame - 1]?.[choice] ?? 0;
  }
  return contour;
}

function hann(length: number): Float64Array {
  return Float64Array.from({ length }, (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / length));
}
