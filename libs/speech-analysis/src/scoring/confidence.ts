import type { Speech } from '../comparison/speech-of.js';
import { totalLength } from '../measures/silences.js';
import { voicedFraction } from './scores.js';

/** Speech from this length on is enough to go by, in seconds. */
const enoughSpeech = 1;

/** Range between the loud and the quiet parts from which on the room is no hindrance, in dB. */
const goodRange = 30;

/** Voiced part of ordinary speech; noise and whispering have far less. */
const ordinaryVoicing = 0.4;

/**
 * How far measures of a recording can be relied on, 0–1: the weakest of enough speech, enough voice, and a quiet enough
 * room. Scores rest on the example as much as on the recording.
 */
export function confidenceOf(speech: Speech): number {
  const length = totalLength(speech.silences.sounding) / enoughSpeech;
  const voice = voicedFraction(speech) / ordinaryVoicing;
  const room = dynamicRange(speech.intensity) / goodRange;
  return Math.round(100 * Math.max(0, Math.min(1, length, voice, room))) / 100;
}

/** Level between the quietest and the loudest twentieth of the frames, in dB. */
export function dynamicRange(intensity: Float64Array): number {
  const sorted = intensity.toSorted();
  const at = (quantile: number): number => sorted[Math.floor((sorted.length - 1) * quantile)] ?? 0;
  return at(0.95) - at(0.05);
}
