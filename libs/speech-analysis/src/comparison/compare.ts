import { powerSpectra, type PowerSpectra } from '../measures/mel-bands.js';
import { totalLength } from '../measures/silences.js';
import { frameStep } from '../signal/analysis-signal.js';
import { align, distanceOf, type Alignment } from './align.js';
import { alignedPitch } from './aligned-pitch.js';
import { bandAlong, diagonalBand, type Band } from './band.js';
import { comparedFrames } from './compared-frames.js';
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
  /** Length of the speech relative to the example's, but for longer rests; above 1 is slower. */
  readonly tempoRatio: number;
  /** Mean departure from an even tempo, in octaves of speed (0 is the example's rhythm at whatever tempo). */
  readonly timingDeviation: number;
}

/** Compares the speech of a recording with that of the example. */
export function compare(sample: Speech, reference: Speech): Comparison {
  const { alignment, chance, weights, distance } = bestMatch(sample, reference);
  const tempoRatio = tempoRatioOf(sample, reference);
  return {
    distance,
    segments: segmentsOf(alignment, weights, chance, sample, reference),
    contourCorrelation: contourCorrelation(alignment, sample, reference),
    examplePitch: alignedPitch(alignment, sample, reference),
    tempoRatio,
    timingDeviation: timingDeviation(alignment, weights, tempoRatio),
  };
}

/**
 * With the pauses, or without what there is more of them than in the example, whichever is nearer to the example's: a
 * rest takes time of its own, but what a thin microphone makes a pause of is a faint part of the speech.
 */
function tempoRatioOf(sample: Speech, reference: Speech): number {
  const length = ({ from, to }: Speech): number => (to - from) * frameStep;
  const morePauses = Math.max(0, totalLength(sample.silences.pauses) - totalLength(reference.silences.pauses));
  const whole = length(sample) / length(reference);
  const spoken = Math.max(frameStep, length(sample) - morePauses) / length(reference);
  return Math.abs(Math.log2(spoken)) < Math.abs(Math.log2(whole)) ? spoken : whole;
}

/**
 * Ratios by which the resonances of two vocal tracts may differ: a child's tract is about a fifth shorter than a man's.
 * The recording is compared under each, and the best counts (vocal tract length normalisation; Lee & Rose 1996).
 */
export const tractRatios = [1, 0.82, 0.88, 0.94, 1.07, 1.15, 1.22];

/**
 * Frames from one row to the next when only the ratio and the rough path are to be found. Speech hardly changes within
 * 20 ms; of long recordings less is looked at, or the cost would grow with the square of the length.
 */
const everyOf = (frames: number): number => Math.max(2, Math.min(8, Math.ceil(frames / 500)));

/** A recording's part in the comparison. */
interface Side {
  readonly speech: Speech;
  readonly frames: Int32Array;
  readonly spectra: PowerSpectra;
}

function sideOf(speech: Speech): Side {
  const frames = comparedFrames(speech);
  return { speech, frames, spectra: powerSpectra(speech.signal, frames) };
}

function bestMatch(sample: Speech, reference: Speech) {
  const [ours, theirs] = [sideOf(sample), sideOf(reference)];
  const theirBands = recordingBands(theirs.spectra);
  const featuresUnder = (ratio: number, every: number): [Float64Array, Float64Array] => {
    const [ourLogs, theirLogs] = comparableBands(recordingBands(ours.spectra, ratio), theirBands);
    return [soundFeatures(ourLogs, every), soundFeatures(theirLogs, every)];
  };
  const every = everyOf(Math.max(ours.frames.length, theirs.frames.length));
  const tried = tractRatios.map((ratio) => {
    const features = featuresUnder(ratio, every);
    return { ratio, ...matchOf(features, theirs, diagonalBand(sizeOf(features), every), every) };
  });
  const rough = tried.reduce((best, each) => (each.distance < best.distance ? each : best));
  const features = featuresUnder(rough.ratio, 1);
  const match = matchOf(features, theirs, bandAlong(rough.alignment, sizeOf(features), every), 1);
  return { ...match, alignment: inSpeech(match.alignment, ours, theirs) };
}

const sizeOf = ([ours, theirs]: readonly [Float64Array, Float64Array]) => ({
  rows: ours.length / featureSize,
  columns: theirs.length / featureSize,
});

/** The alignment by frames from the beginning of the speech, the rests within it counted. */
const inSpeech = ({ a, b, distances }: Alignment, ours: Side, theirs: Side): Alignment => ({
  a: a.map((row) => ours.frames[row]! - ours.speech.from),
  b: b.map((row) => theirs.frames[row]! - theirs.speech.from),
  distances,
});

/** Aligns two recordings of which every so many frames are given. */
function matchOf([ours, theirs]: [Float64Array, Float64Array], reference: Side, band: Band, every: number) {
  const alignment = align(ours, theirs, featureSize, band);
  const chance = chanceDistance(ours, theirs);
  const weights = stepWeights(alignment, reference, every);
  return { alignment, chance, weights, distance: weightedMean(alignment.distances, weights) / chance };
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
function stepWeights(alignment: Alignment, { speech, frames }: Side, every: number): Float64Array {
  const loudest = speech.intensity.reduce((highest, level) => Math.max(highest, level), -Infinity);
  return Float64Array.from(alignment.b, (row) => {
    const level = speech.intensity[frames[row * every]!] ?? -Infinity;
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
