import type { Track } from '../signal/short-term-frames.js';
import { intensityTrack } from './intensity.js';
import { pitchTrack } from './pitch/pitch.js';
import { findSilences, silenceFloor, type Silences } from './silences.js';

/** Measures of any recording, a patient's or a reference. */
export interface Contours {
  /** F0 in Hz, 0 where unvoiced. */
  readonly pitch: Track;
  /** Intensity in dB relative to full scale. */
  readonly intensity: Track;
  readonly silences: Silences;
}

/** Measures F0, intensity and pauses at the recording's own sample rate. */
export function contoursOf(signal: Float32Array, sampleRate: number): Contours {
  const pitch = pitchTrack(signal, sampleRate);
  const silences = findSilences(intensityTrack(signal, sampleRate, silenceFloor), signal.length / sampleRate, pitch);
  return { pitch, intensity: intensityTrack(signal, sampleRate), silences };
}
