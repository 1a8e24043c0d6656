import type { Speech } from '../comparison/speech-of.js';
import { harmonicityTrack, meanHarmonicity } from '../measures/harmonicity.js';
import { totalLength } from '../measures/silences.js';
import { analysisRate } from '../signal/analysis-signal.js';
import { voicedFraction } from './scores.js';

/** Speech from this length on is enough to go by, in seconds. */
const enoughSpeech = 1;

/** Range between the loud and the quiet parts from which on the room is no hindrance, in dB. */
const goodRange = 30;

/** Speech has this much range even without a rest, in dB; a tone or steady noise has less. */
const livelyRange = 12;

/**
 * Harmonics-to-noise ratio from which on what is heard is a voice, not the room, in dB. 112 prompts of five speakers have
 * 10.8 and more where their range is below 25 dB for lack of rests; with white noise 10 dB below them, 3 to 9.
 */
export const cleanVoice = 10;

/** Voiced part of ordinary speech; noise and whispering have far less. */
const ordinaryVoicing = 0.4;

/**
 * How far measures of a recording can be relied on, 0–1: the weakest of enough speech, enough voice, and a quiet enough
 * room. Scores rest on the example as much as on the recording.
 */
export function confidenceOf(speech: Speech): number {
  const length = totalLength(speech.silences.sounding) / enoughSpeech;
  const voice = voicedFraction(speech) / ordinaryVoicing;
  return Math.round(100 * Math.max(0, Math.min(1, length, voice, quietness(speech)))) / 100;
}

/** How little the room hinders; without rests, in which it is heard alone, the voice tells. */
function quietness({ intensity, signal }: Speech): number {
  const range = dynamicRange(intensity);
  if (range >= goodRange) return 1;
  const isClean = range >= livelyRange && (meanHarmonicity(harmonicityTrack(signal, analysisRate)) ?? 0) >= cleanVoice;
  return isClean ? 1 : range / goodRange;
}

/** Level between the quietest and the loudest twentieth of the frames, in dB. */
export function dynamicRange(intensity: Float64Array): number {
  const sorted = intensity.toSorted();
  const at = (quantile: number): number => sorted[Math.floor((sorted.length - 1) * quantile)] ?? 0;
  return at(0.95) - at(0.05);
}
