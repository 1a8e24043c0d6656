import type { Track } from '../signal/short-term-frames.js';
import { intensityTrack } from './intensity.js';
import { pitchTrack } from './pitch/pitch.js';
import { findSilences, silenceFloor, type Silences } from './silences.js';

/** What is measured of every recording, be it a patient's or an example. */
export interface Contours {
  /** F0 in Hz, 0 where unvoiced. */
  readonly pitch: Track;
  /** In dB relative to full scale. */
  readonly intensity: Track;
  readonly silences: Silences;
}

/** Follows F0 and intensity and finds the pauses, at the recording's own sample rate. */
export function contoursOf(signal: Float32Array, sampleRate: number): Contours {
  const pitch = pitchTrack(signal, sampleRate);
  const silences = findSilences(intensityTrack(signal, sampleRate, silenceFloor), signal.length / sampleRate, pitch);
  return { pitch, intensity: intensityTrack(signal, sampleRate), silences };
}
