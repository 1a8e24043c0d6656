import type { Comparison } from '../comparison/compare.js';
import type { Speech } from '../comparison/speech.js';
import { totalLength, type Silences } from '../measures/silences.js';
import { frameStep } from '../signal/analysis-signal.js';
import { rhythmCurve, scoreOn, soundCurve, type Curve } from './calibration.js';
import { fullContrast, leastEvidence, sameSentence } from './same-sentence.js';

/** Scores are 0–100; `level` is 1 (best) to 5. */
export interface Scores {
  readonly overall: number;
  readonly pronunciation: number;
  readonly fluency: number;
  readonly rhythm: number;
  readonly level: number;
}

/** Share of the melody in the pronunciation score, where it can be compared. */
const melodyShare = 0.15;

/** Weights of the overall score: what was said counts most. */
const overallWeights = { pronunciation: 0.7, fluency: 0.15, rhythm: 0.15 } as const;

/**
 * Pronunciation score from which fluency and rhythm count fully; below it there is little speech whose flow could be
 * judged.
 */
const fullFlowPronunciation = 60;

/** Minimum voiced share; a hoarse voice has more, a whisper has none. */
const minVoiced = 0.15;

/**
 * Minimum standard deviation of the level in dB: speech has more even in heavy noise, a tone or steady noise has hardly
 * any.
 */
const minLevelSpread = 1.5;

/** Scores a recording by its comparison with the reference. */
export function scoresOf(sample: Speech, reference: Speech, comparison: Comparison): Scores {
  const voiced = shareOf(voicedFraction(sample), Math.min(minVoiced, voicedFraction(reference)));
  // A voice that hardly sounds but says the sentence, as far as can be told, is hoarse; noise says nothing.
  const told = Math.min(1, sameSentence(comparison) / leastEvidence);
  const voicedFactor = told + (1 - told) * voiced;
  const levelFactor = shareOf(levelSpread(sample), Math.min(minLevelSpread, levelSpread(reference)));
  const pronunciation = voicedFactor * levelFactor * pronunciationOf(comparison);
  const flowFactor = Math.min(1, pronunciation / fullFlowPronunciation);
  const fluency = flowFactor * fluencyOf(sample, reference, comparison);
  const rhythm = flowFactor * scoreOn(rhythmCurve, comparison.timingDeviation);
  const overall =
    overallWeights.pronunciation * pronunciation + overallWeights.fluency * fluency + overallWeights.rhythm * rhythm;
  return { overall, pronunciation, fluency, rhythm, level: levelOf(overall) };
}

/** Ratio of a value to what is wanted, at most 1; 1 when the reference has none of it. */
const shareOf = (value: number, wanted: number): number => (wanted > 0 ? Math.min(1, value / wanted) : 1);

/** Share of the sounding time that is voiced. */
export function voicedFraction({ pitch, from, to, silences }: Speech): number {
  let voiced = 0;
  for (let frame = from; frame < to; frame += 1) if ((pitch[frame] ?? 0) > 0) voiced += 1;
  return Math.min(1, voiced / Math.max(1, totalLength(silences.sounding) / frameStep));
}

/** Standard deviation of the level between the first and the last sounding frame, in dB. */
function levelSpread({ intensity, from, to }: Speech): number {
  const levels = intensity.subarray(from, to);
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const variance = levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length;
  return Math.max(Math.sqrt(variance), 1e-3);
}

function pronunciationOf(comparison: Comparison): number {
  const same = sameSentence(comparison);
  const sounds = soundsOf(comparison, same);
  if (comparison.contourCorrelation === null) return sounds;
  const melody = 50 + 50 * comparison.contourCorrelation;
  return (1 - melodyShare) * sounds + melodyShare * Math.min(melody, sounds + 20 * same);
}

/** Similarity of the sounds of another sentence at order ratios from 0.75 to 1.05: nearly constant. */
const otherSentence: Curve = {
  points: [
    [0.75, 9],
    [1.05, 5],
  ],
};

/** Relative distance from which lacking contrast counts fully; sounds that are equal need no contrast. */
const blurredDistance = 0.1;

/** Share of the similarity that a recording without any contrast would lose. */
const lossWithoutContrast = 0.25;

/**
 * Similarity of the sounds: that of the curve as far as both recordings say the same sentence, else that of another
 * sentence. Noise hides differences, so that sounds without contrast count for less.
 */
function soundsOf({ distance, orderRatio, contrast }: Comparison, same: number): number {
  const [alike, other] = [scoreOn(soundCurve, distance), scoreOn(otherSentence, orderRatio)];
  const missing = Math.max(0, 1 - contrast / fullContrast) * Math.min(1, distance / blurredDistance);
  // Squared, because in doubt the similarity of the sounds is mostly that of chance.
  return other + same ** 2 * (1 - lossWithoutContrast * missing) * Math.max(0, alike - other);
}

/**
 * Fluency: 100 minus 100 times the additional pause time relative to the length of the reference, minus 50 per octave
 * of tempo difference beyond the tolerance.
 */
function fluencyOf(sample: Speech, reference: Speech, comparison: Comparison): number {
  const length = Math.max(0.1, (reference.to - reference.from) / 100);
  const morePauses = additionalPauses(sample, reference);
  const tempo = Math.abs(Math.log2(comparison.tempoRatio));
  return Math.max(0, 100 - (100 * morePauses) / length - 50 * Math.max(0, tempo - toleratedTempo));
}

/**
 * Seconds by which a recording has more pauses than the reference, both in the whole band and as a telephone carries them: a
 * faint sound that only one recorder takes is no pause.
 */
export function additionalPauses(sample: Speech, reference: Speech): number {
  const more = (silencesOf: (speech: Speech) => Silences): number =>
    totalLength(silencesOf(sample).pauses) - totalLength(silencesOf(reference).pauses);
  return Math.max(
    0,
    Math.min(
      more(({ silences }) => silences),
      more(({ contours }) => contours.silences),
    ),
  );
}

/** Octaves of tempo by which one speaker varies between takes. */
const toleratedTempo = 0.1;

/** Level by steps of 15 points from 85 downwards. */
function levelOf(overall: number): number {
  return [85, 70, 55, 40].filter((threshold) => overall < threshold).length + 1;
}
