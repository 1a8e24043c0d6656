import type { NotJudgedReason } from '@vocalborn/ai-contract';
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
  const voice = voicedFraction(speech) / ordinaryVoicing;
  return Math.round(100 * Math.max(0, Math.min(1, lengthOf(speech), voice, quietness(speech)))) / 100;
}

/** Lowest factor of the doubt whether a recording says the sentence. */
const greatestDoubt = 0.4;

/** Confidence below which a recording is not judged: hardly any speech, hardly any voice, or the room drowns it. */
export const leastConfidence = 0.1;

/**
 * Returns how reliable the scores are, 0–1: the lowest of sufficient speech, low room noise and sufficient voice of both
 * recordings, less where the evidence leaves open whether both say the same sentence. A voice that only one of them
 * has is a doubt; two whispers are none.
 * @param same evidence of the same sentence, 0–1
 */
export function comparedConfidence(sample: Speech, reference: Speech, same: number): number {
  const voiced = [voicedFraction(sample), voicedFraction(reference)];
  const wanted = Math.min(ordinaryVoicing, Math.max(...voiced));
  const voice = wanted > 0 ? Math.min(...voiced) / wanted : 1;
  const both = [sample, reference].flatMap((speech) => [lengthOf(speech), quietness(speech)]);
  const certainty = Math.max(greatestDoubt, Math.abs(2 * same - 1));
  return Math.round(100 * certainty * Math.max(0, Math.min(1, voice, ...both))) / 100;
}

/** Quietness below which the room hides a voice: speech 7 dB above it, see `quietness`. */
const loudRoom = 0.25;

/**
 * Returns why two recordings cannot be judged: the room where it drowns the speech, which hides the voice too, else the
 * reason whose measure is lowest. Null where the confidence suffices.
 */
export function notJudgedReason(sample: Speech, reference: Speech, confidence: number): NotJudgedReason | null {
  if (confidence >= leastConfidence) return null;
  if (Math.min(quietness(sample), quietness(reference)) < loudRoom) return 'noise';
  const reasons: readonly (readonly [reason: NotJudgedReason, measure: number])[] = [
    ['no-voice', Math.min(voicedFraction(sample), voicedFraction(reference)) / ordinaryVoicing],
    ['too-little-speech', Math.min(lengthOf(sample), lengthOf(reference))],
  ];
  return reasons.reduce((least, each) => (each[1] < least[1] ? each : least))[0];
}

const lengthOf = ({ silences }: Speech): number => totalLength(silences.sounding) / sufficientSpeech;

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
