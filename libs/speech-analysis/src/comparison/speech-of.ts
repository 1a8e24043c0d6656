import { analysisSignal, frameStep } from '../signal/analysis-signal.js';
import { intensityContour } from '../measures/intensity.js';
import { pitchContour } from '../measures/pitch.js';
import { findSilences, type Silences } from '../measures/silences.js';

/** A recording: mono samples of full scale ±1. */
export interface Recording {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/** Everything that is measured of one recording by itself. Frames are 10 ms. */
export interface Speech {
  readonly signal: Float32Array;
  readonly durationSeconds: number;
  readonly intensity: Float64Array;
  readonly silences: Silences;
  /** F0 in Hz, 0 where unvoiced. */
  readonly pitch: Float64Array;
  /** First frame of speech and the one after the last. */
  readonly from: number;
  readonly to: number;
}

export function speechOf(recording: Recording): Speech {
  const signal = analysisSignal(recording.samples, recording.sampleRate);
  const intensity = intensityContour(signal);
  const silences = findSilences(intensity);
  return {
    signal,
    durationSeconds: recording.samples.length / recording.sampleRate,
    intensity,
    silences,
    pitch: pitchContour(signal),
    from: Math.round((silences.sounding[0]?.start ?? 0) / frameStep),
    to: Math.round((silences.sounding.at(-1)?.end ?? 0) / frameStep),
  };
}
