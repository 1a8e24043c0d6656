import type { Speech } from '../comparison/speech.js';
import { harmonicityTrack, meanHarmonicity } from '../measures/harmonicity.js';
import { totalLength } from '../measures/silences.js';
import { analysisRate } from '../signal/analysis-signal.js';
import { voicedFraction } from './scores.js';

/** Sounding time in seconds that is sufficient. */
const sufficientSpeech = 1;

/** Dynamic range in dB from which the room does not matter. */
const goodRange = 30;

/** Minimum dynamic range of speech in dB, even without a pause; a tone or steady noise has less. */
const minSpeechRange = 12;

/**
 * Harmonics-to-noise ratio in dB from which the sound is a voice, not the room. 112 prompts of five speakers whose
 * range is below 25 dB for lack of pauses have 10.8 and more; with white noise 10 dB below them, 3 to 9.
 */
export const cleanVoiceHnr = 10;

/** Voiced share of ordinary speech; noise and whispering have far less. */
const ordinaryVoicing = 0.4;

/**
 * Returns how reliable the measures of a recording are, 0–1: the lowest of sufficient speech, sufficient voice and low
 * room noise.
 */
export function confidenceOf(speech: Speech): number {
  const length = totalLength(speech.silences.sounding) / sufficientSpeech;
  const voice = voicedFraction(speech) / ordinaryVoicing;
  return Math.round(100 * Math.max(0, Math.min(1, length, voice, quietness(speech)))) / 100;
}

/** Lack of room noise, 0–1. Without pauses the room cannot be heard alone, so a clean voice counts as a quiet room. */
function quietness({ intensity, signal }: Speech): number {
  const range = dynamicRange(intensity);
  if (range >= goodRange) return 1;
  const isClean =
    range >= minSpeechRange && (meanHarmonicity(harmonicityTrack(signal, analysisRate)) ?? 0) >= cleanVoiceHnr;
  return isClean ? 1 : range / goodRange;
}

/** Level difference between the quietest and the loudest 5 % of the frames, in dB. */
export function dynamicRange(intensity: Float64Array): number {
  const sorted = intensity.toSorted();
  const at = (quantile: number): number => sorted[Math.floor((sorted.length - 1) * quantile)] ?? 0;
  return at(0.95) - at(0.05);
}
