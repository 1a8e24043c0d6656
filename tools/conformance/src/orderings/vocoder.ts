import { contoursOf, type Recording } from '@vocalborn/speech-analysis';
import { seeded } from './effects.js';

/** A recording as source and filter, frame by frame. */
export interface SourceFilter {
  readonly sampleRate: number;
  readonly frames: readonly SourceFrame[];
}

export interface SourceFrame {
  /** 0 where unvoiced. */
  readonly f0: number;
  /** Root mean square of the residual. */
  readonly gain: number;
  /** Log area ratios of the vocal tract: any mean of two tracts is a stable filter. */
  readonly tract: readonly number[];
  /** Share of noise in the source of a voiced frame, 0–1, in power. */
  readonly breath: number;
  /** Spread of the periods and amplitudes of the pulses, as a fraction. */
  readonly roughness: number;
}

/** Seconds per frame and per analysis window. */
const hop = 0.005;
const windowLength = 0.025;
const emphasis = 0.95;

/** Order of the linear prediction: two per kHz, and two for the source. */
const orderFor = (sampleRate: number): number => Math.round(sampleRate / 1_000) + 2;

/** Separates source and filter by linear prediction (autocorrelation method; Markel & Gray 1976). */
export function analysed({ samples, sampleRate }: Recording): SourceFilter {
  const { pitch } = contoursOf(samples, sampleRate);
  const emphasised = samples.map((value, index) => value - emphasis * (samples[index - 1] ?? 0));
  const count = Math.floor(samples.length / sampleRate / hop);
  const frames = Array.from({ length: count }, (_, frame): SourceFrame => {
    const time = (frame + 0.5) * hop;
    const f0 = pitch.values[Math.round((time - pitch.start) / pitch.step)] ?? 0;
    return { f0, breath: 0, roughness: 0, ...predicted(emphasised, time, sampleRate) };
  });
  return { sampleRate, frames };
}

/** Levinson–Durbin recursion on one window. */
function predicted(signal: Float32Array, time: number, sampleRate: number): Pick<SourceFrame, 'gain' | 'tract'> {
  const [length, order] = [Math.round(windowLength * sampleRate), orderFor(sampleRate)];
  const start = Math.round(time * sampleRate - length / 2);
  const windowed = Float64Array.from({ length }, (_, index) => {
    return (signal[start + index] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / length));
  });
  const lags = Array.from({ length: order + 1 }, (_, lag) => {
    let sum = 0;
    for (let index = lag; index < length; index += 1) sum += (windowed[index] ?? 0) * (windowed[index - lag] ?? 0);
    return sum;
  });
  let error = (lags[0] ?? 0) * 1.0001 + 1e-9;
  let coefficients: number[] = [];
  const tract: number[] = [];
  for (let step = 1; step <= order; step += 1) {
    const lag = (at: number): number => lags[at] ?? 0;
    const sum = coefficients.reduce((total, value, index) => total + value * lag(step - 1 - index), lag(step));
    const reflection = -sum / error;
    const reversed = coefficients.toReversed();
    coefficients = [...coefficients.map((value, index) => value + reflection * (reversed[index] ?? 0)), reflection];
    error *= 1 - reflection * reflection;
    tract.push(Math.log((1 + reflection) / (1 - reflection)));
  }
  // The window has 3/8 of the power of its length.
  return { gain: Math.sqrt(error / (0.375 * length)), tract };
}

/** Puts source and filter together: pulses or noise through a lattice filter. */
export function synthesised({ sampleRate, frames }: SourceFilter, seed = 1): Recording {
  const source = sourceOf({ sampleRate, frames }, seed);
  const state = new Float64Array(orderFor(sampleRate) + 1);
  let before = 0;
  const samples = source.map((value, index) => {
    const { tract } = frameAt({ sampleRate, frames }, index);
    before = filtered(value, tract, state) + emphasis * before;
    return before;
  });
  return { samples, sampleRate };
}

const silent: SourceFrame = { f0: 0, gain: 0, tract: [], breath: 0, roughness: 0 };

/** The frame of a sample. */
const frameAt = ({ sampleRate, frames }: SourceFilter, sample: number): SourceFrame =>
  frames[Math.min(frames.length - 1, Math.floor(sample / sampleRate / hop))] ?? silent;

function sourceOf({ sampleRate, frames }: SourceFilter, seed: number): Float32Array {
  const random = seeded(seed);
  const noise = (): number => Math.sqrt(12) * (random() - 0.5);
  let [left, amplitude] = [0, 1];
  return Float32Array.from({ length: Math.round(frames.length * hop * sampleRate) }, (_, index) => {
    const { f0, gain, breath, roughness } = frameAt({ sampleRate, frames }, index);
    if (f0 <= 0) return gain * noise();
    const aspiration = gain * Math.sqrt(breath) * noise();
    left -= 1;
    if (left > 0) return aspiration;
    const period = sampleRate / f0;
    left = Math.max(1, left + period * (1 + roughness * (2 * random() - 1)));
    amplitude = 1 + 2 * roughness * (2 * random() - 1);
    return gain * Math.sqrt((1 - breath) * period) * amplitude + aspiration;
  });
}

/** One sample through the all-pole lattice; `state` holds the backward errors. */
function filtered(input: number, tract: readonly number[], state: Float64Array): number {
  let forward = input;
  for (let stage = tract.length; stage >= 1; stage -= 1) {
    const reflection = Math.tanh((tract[stage - 1] ?? 0) / 2);
    const backward = state[stage - 1] ?? 0;
    forward -= reflection * backward;
    state[stage] = backward + reflection * forward;
  }
  state[0] = forward;
  return forward;
}
