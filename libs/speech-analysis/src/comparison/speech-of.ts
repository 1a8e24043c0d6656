import { contoursOf, type Contours } from '../measures/contours.js';
import type { Silences } from '../measures/silences.js';
import { analysisRate, analysisSignal, frameCount, frameStep } from '../signal/analysis-signal.js';
import type { Track } from '../signal/short-term-frames.js';

/** A recording: mono samples of full scale ±1. */
export interface Recording {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/** Everything that a comparison needs to know of one recording. Frames are 10 ms, the first begins at 0. */
export interface Speech {
  /** At the rate of the analysis. */
  readonly signal: Float32Array;
  readonly durationSeconds: number;
  /** What was measured of the recording, with the frames of the measures. */
  readonly contours: Contours;
  /** In dB relative to full scale. */
  readonly intensity: Float64Array;
  readonly silences: Silences;
  /** F0 in Hz, 0 where unvoiced. */
  readonly pitch: Float64Array;
  /** First frame of speech and the one after the last. */
  readonly from: number;
  readonly to: number;
}

/**
 * Measures a recording for the comparison. What is reported of it is measured at its own rate; what only serves to be
 * compared with (`isExample`) at the rate of the analysis, which finds the same F0 at a fraction of the cost.
 */
export function speechOf({ samples, sampleRate }: Recording, isExample: boolean): Speech {
  const signal = analysisSignal(samples, sampleRate);
  const isThinned = isExample && sampleRate > analysisRate;
  const contours = isThinned ? contoursOf(signal, analysisRate) : contoursOf(samples, sampleRate);
  const { silences, pitch, intensity } = contours;
  const frames = frameCount(signal.length);
  return {
    signal,
    durationSeconds: samples.length / sampleRate,
    contours,
    intensity: framesOf(intensity, frames, (frame) => Math.max(0, Math.min(intensity.count - 1, frame))),
    silences,
    pitch: framesOf(pitch, frames, (frame) => frame),
    from: Math.round((silences.sounding[0]?.start ?? 0) / frameStep),
    to: Math.min(frames, Math.round((silences.sounding.at(-1)?.end ?? 0) / frameStep)),
  };
}

/** The nearest values of a track to the centres of the comparison's frames. */
function framesOf(track: Track, count: number, kept: (frame: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, frame) => {
    const time = (frame + 0.5) * frameStep;
    return track.values[kept(Math.round((time - track.start) / track.step))] ?? 0;
  });
}
