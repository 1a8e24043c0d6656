import { contoursOf, type Contours } from '../measures/contours.js';
import { clippedShare } from '../measures/signal-quality.js';
import { intensityTrack } from '../measures/intensity.js';
import { findSilences, silenceFloor, type Silences } from '../measures/silences.js';
import { analysisRate, analysisSignal, frameCount, frameStep } from '../signal/analysis-signal.js';
import { telephoneBand } from '../signal/telephone-band.js';
import type { Track } from '../signal/short-term-frames.js';

/** Mono samples of full scale ±1. */
export interface Recording {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/** Measures of one recording that the comparison uses. Frames are 10 ms; the first begins at 0. */
export interface Speech {
  /** Samples at `analysisRate`. */
  readonly signal: Float32Array;
  readonly durationSeconds: number;
  /** Clipped share of the samples of the recording, 0–1, and their highest magnitude. */
  readonly clippedShare: number;
  readonly peak: number;
  /** Measures at their own frames. */
  readonly contours: Contours;
  /** Intensity per frame, in dB relative to full scale. */
  readonly intensity: Float64Array;
  /** Sounding parts and pauses as a telephone would carry them, so that the recorder does not decide where speech begins. */
  readonly silences: Silences;
  /** F0 per frame in Hz, 0 where unvoiced. */
  readonly pitch: Float64Array;
  /** First frame of speech and the frame after the last. */
  readonly from: number;
  readonly to: number;
}

/**
 * Measures a recording for the comparison. A patient's recording is measured at its own sample rate, because its
 * measures are reported. A reference (`isReference`) is measured at `analysisRate`, which finds the same F0 at less
 * cost.
 */
export function measureSpeech({ samples, sampleRate }: Recording, isReference: boolean): Speech {
  const signal = analysisSignal(samples, sampleRate);
  const isDownsampled = isReference && sampleRate > analysisRate;
  const contours = isDownsampled ? contoursOf(signal, analysisRate) : contoursOf(samples, sampleRate);
  const { pitch, intensity } = contours;
  const carried = intensityTrack(telephoneBand(signal), analysisRate, silenceFloor);
  const silences = findSilences(carried, signal.length / analysisRate, pitch);
  const frames = frameCount(signal.length);
  return {
    signal,
    durationSeconds: samples.length / sampleRate,
    clippedShare: clippedShare(samples),
    peak: samples.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0),
    contours,
    intensity: framesOf(intensity, frames, (frame) => Math.max(0, Math.min(intensity.count - 1, frame))),
    silences,
    pitch: framesOf(pitch, frames, (frame) => frame),
    ...endsOf(contours.silences, frames),
  };
}

/** The speech without faint sounds at its ends that a telephone does not carry. */
export function carriedSpeech(speech: Speech): Speech {
  const ends = endsOf(speech.silences, speech.to);
  // After a loud rumble, which a telephone does not carry, a whisper may lie outside what sounds in the whole band.
  return ends.from < ends.to ? { ...speech, ...ends } : speech;
}

const endsOf = ({ sounding }: Silences, frames: number): Pick<Speech, 'from' | 'to'> => ({
  from: Math.round((sounding[0]?.start ?? 0) / frameStep),
  to: Math.min(frames, Math.round((sounding.at(-1)?.end ?? 0) / frameStep)),
});

/** Values of a track nearest to the centres of the frames of 10 ms. */
function framesOf(track: Track, count: number, kept: (frame: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, frame) => {
    const time = (frame + 0.5) * frameStep;
    return track.values[kept(Math.round((time - track.start) / track.step))] ?? 0;
  });
}
