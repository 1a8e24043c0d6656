import { powerSpectra } from '../measures/mel-bands.js';
import { align, distanceOf, type Alignment } from './align.js';
import { alignedPitch } from './aligned-pitch.js';
import { comparableBands, recordingBands } from './comparable-bands.js';
import { contourCorrelation } from './contour-correlation.js';
import { segmentsOf, type ComparedSegment } from './segments.js';
import { featureSize, soundFeatures } from './sound-features.js';
import type { Speech } from './speech-of.js';
import { timingDeviation } from './timing.js';

/** How a recording compares with the example. */
export interface Comparison {
  /**
   * Mean distance along the best alignment as a fraction of the mean distance between unrelated moments of the two
   * recordings: 0 is identical, about 1 is no more alike than chance. Being relative, it hardly depends on the voice,
   * the microphone or the room.
   */
  readonly distance: number;
  readonly segments: readonly ComparedSegment[];
  /** Correlation of the two F0 contours in semitones along the alignment; null with too little voice in common. */
  readonly contourCorrelation: number | null;
  /** The example's F0 in Hz at each frame of the recording, 0 where unvoiced. */
  readonly examplePitch: Float64Array;
  /** Length of the speech relative to the example's; above 1 is slower. */
  readonly tempoRatio: number;
  /** Mean departure from an even tempo, in octaves of speed (0 is the example's rhythm at whatever tempo). */
  readonly timingDeviation: number;
}

/** Compares the speech of a recording with that of the example. */
export function compare(sample: Speech, reference: Speech): Comparison {
  const { ours, theirs, alignment, chance, weights, distance } = bestMatch(sample, reference);
  const [frames, referenceFrames] = [ours.length / featureSize, theirs.length / featureSize];
  return {
    distance,
    segments: segmentsOf(alignment, weights, chance, sample, reference),
    contourCorrelation: contourCorrelation(alignment, sample, reference),
    examplePitch: alignedPitch(alignment, sample, reference),
    tempoRatio: frames / referenceFrames,
    timingDeviation: timingDeviation(alignment, weights, frames / referenceFrames),
  };
}

/**
 * Ratios by which the resonances of two vocal tracts may differ: a child's tract is about a fifth shorter than a man's.
 * The recording is compared under each, and the best counts (vocal tract length normalisation; Lee & Rose 1996).
 */
export const tractRatios = [1, 0.82, 0.88, 0.94, 1.07, 1.15, 1.22];

/** Rows between two that are looked at when only the ratio is to be found: speech hardly changes within 20 ms. */
const coarse = 2;

function bestMatch(sample: Speech, reference: Speech) {
  const ourSpectra = powerSpectra(sample);
  const theirBands = recordingBands(powerSpectra(reference));
  const matchUnder = (ratio: number, every: number) => {
    const [ourLogs, theirLogs] = comparableBands(recordingBands(ourSpectra, ratio), theirBands);
    return matchOf(soundFeatures(ourLogs, every), soundFeatures(theirLogs, every), reference, every);
  };
  const coarseDistances = tractRatios.map((ratio) => matchUnder(ratio, coarse).distance);
  return matchUnder(tractRatios[coarseDistances.indexOf(Math.min(...coarseDistances))] ?? 1, 1);
}

/** Aligns two recordings of which every so many frames are given. */
function matchOf(ours: Float64Array, theirs: Float64Array, reference: Speech, every: number) {
  const alignment = align(ours, theirs, featureSize, every);
  const chance = chanceDistance(ours, theirs);
  const weights = stepWeights(alignment, reference, every);
  return { ours, theirs, alignment, chance, weights, distance: weightedMean(alignment.distances, weights) / chance };
}

/** Pairs of moments from which the distance by chance is estimated; the error of the mean is then below 2 %. */
const chancePairs = 4_000;

/** Mean distance between moments that have nothing to do with each other, evenly spread over both recordings. */
function chanceDistance(a: Float64Array, b: Float64Array): number {
  const [rows, columns] = [a.length / featureSize, b.length / featureSize];
  const golden = 0.618_033_988_75;
  let sum = 0;
  for (let pair = 0; pair < chancePairs; pair += 1) {
    const row = Math.floor((rows * pair) / chancePairs);
    const column = Math.floor(columns * ((pair * golden) % 1));
    sum += distanceOf(a, row, b, column, featureSize);
  }
  return Math.max(sum / chancePairs, 1e-9);
}

/** Range below the example's loudest moment, in dB, over which a moment's weight falls from 1 to 0. */
const weightRange = 40;

/** How much each step of the alignment counts: loud moments of the example fully, its pauses hardly. */
function stepWeights(alignment: Alignment, reference: Speech, every: number): Float64Array {
  const loudest = reference.intensity.reduce((highest, level) => Math.max(highest, level), -Infinity);
  return Float64Array.from(alignment.b, (frame) => {
    const level = reference.intensity[reference.from + frame * every] ?? -Infinity;
    return Math.max(0.02, 1 - (loudest - level) / weightRange);
  });
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let [sum, total] = [0, 0];
  values.forEach((value, index) => {
    sum += value * (weights[index] ?? 0);
    total += weights[index] ?? 0;
  });
  return total > 0 ? sum / total : 0;
}
