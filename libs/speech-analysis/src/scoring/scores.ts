import type { Comparison } from '../comparison/compare.js';
import type { Speech } from '../comparison/speech-of.js';
import { totalLength } from '../measures/silences.js';
import { frameStep } from '../signal/analysis-signal.js';
import { rhythmCurve, scoreOn, soundCurve } from './calibration.js';

/** All scores are 0–100; `level` is 1 (best) to 5. */
export interface Scores {
  readonly overall: number;
  readonly pronunciation: number;
  readonly fluency: number;
  readonly rhythm: number;
  readonly level: number;
}

/** Part of the pronunciation that the melody decides, where it can be compared. */
const melodyShare = 0.15;

/** Weights of pronunciation, fluency and rhythm in the overall score: what was said counts most. */
const overallWeights = { pronunciation: 0.7, fluency: 0.15, rhythm: 0.15 } as const;

/** Pronunciation from which on fluency and rhythm count fully; below, there is little speech whose flow could be judged. */
const intelligible = 60;

/** Least part of the speech that must be voiced; a hoarse voice has more, whispering has none. */
const leastVoiced = 0.15;

/** Least spread of the level in dB: speech has more even in heavy noise, a tone or steady noise has hardly any. */
const leastSpread = 1.5;

/** Scores a recording by its comparison with the example. */
export function scoresOf(sample: Speech, reference: Speech, comparison: Comparison): Scores {
  const voicedness = shareOf(voicedFraction(sample), Math.min(leastVoiced, voicedFraction(reference)));
  const liveliness = shareOf(levelSpread(sample), Math.min(leastSpread, levelSpread(reference)));
  const pronunciation = voicedness * liveliness * pronunciationOf(comparison);
  const trust = Math.min(1, pronunciation / intelligible);
  const fluency = trust * fluencyOf(sample, reference, comparison);
  const rhythm = trust * scoreOn(rhythmCurve, comparison.timingDeviation);
  const overall =
    overallWeights.pronunciation * pronunciation + overallWeights.fluency * fluency + overallWeights.rhythm * rhythm;
  return { overall, pronunciation, fluency, rhythm, level: levelOf(overall) };
}

/** How much there is of what is wanted, at most 1; of an example that has none of it, none is wanted. */
const shareOf = (value: number, wanted: number): number => (wanted > 0 ? Math.min(1, value / wanted) : 1);

/** Part of the speech, without its pauses, that is voiced. */
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
  const sounds = scoreOn(soundCurve, comparison.distance);
  if (comparison.contourCorrelation === null) return sounds;
  const melody = 50 + 50 * comparison.contourCorrelation;
  return (1 - melodyShare) * sounds + melodyShare * Math.min(melody, sounds + 20);
}

/**
 * Fluency: 100 less what pauses beyond the example's take (as a part of the example's length) and less what a tempo
 * away from the example's takes. Half the example's length in additional pauses, or half its tempo, costs 50 points.
 */
function fluencyOf(sample: Speech, reference: Speech, comparison: Comparison): number {
  const length = Math.max(0.1, (reference.to - reference.from) / 100);
  const morePauses = Math.max(0, totalLength(sample.silences.pauses) - totalLength(reference.silences.pauses));
  const tempo = Math.abs(Math.log2(comparison.tempoRatio));
  return Math.max(0, 100 - (100 * morePauses) / length - 50 * Math.max(0, tempo - tolerated));
}

/** Octaves of tempo that are within what one speaker varies from take to take. */
const tolerated = 0.1;

/** Levels by equal steps of 15 points from 85 down. */
function levelOf(overall: number): number {
  return [85, 70, 55, 40].filter((threshold) => overall < threshold).length + 1;
}
