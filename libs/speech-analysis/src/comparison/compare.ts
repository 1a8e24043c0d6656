import { powerSpectra, type PowerSpectra } from '../measures/mel-bands.js';
import { totalLength } from '../measures/silences.js';
import { frameStep } from '../signal/analysis-signal.js';
import { align, distanceOf, type Alignment } from './align.js';
import { alignedPitch } from './pitch-contours.js';
import { bandAlong, diagonalBand, type Band } from './band.js';
import { comparedFrames } from './compared-frames.js';
import { comparableBands, recordingBands } from './comparable-bands.js';
import { clippedLike } from './matched-clipping.js';
import { orderRatio } from './order-ratio.js';
import { contourCorrelation } from './pitch-contours.js';
import { segmentsOf, type ComparedSegment } from './segments.js';
import { featureSize, soundFeatures } from './sound-features.js';
import { carriedSpeech, type Speech } from './speech.js';
import { timingDeviation } from './timing.js';

/** Result of comparing a recording with the reference. */
export interface Comparison {
  /**
   * Mean distance along the best alignment divided by the mean distance between unrelated frames of the two recordings:
   * 0 is identical, about 1 is as different as chance. The division removes most of the effect of voice, microphone and
   * room.
   */
  readonly distance: number;
  /**
   * Mean distance along the best alignment divided by that with the reference in other orders: near 0 for the same
   * sentence, near 1 for another one, whatever noise or a poor recorder has made alike. See `orderRatio`.
   */
  readonly orderRatio: number;
  /** Mean distance of unrelated frames in units of the spread of one sound between voices; noise lowers it. */
  readonly contrast: number;
  readonly segments: readonly ComparedSegment[];
  /**
   * Correlation of the two F0 contours in semitones along the alignment; null with too few frames that are voiced in
   * both.
   */
  readonly contourCorrelation: number | null;
  /** F0 of the reference in Hz at each frame of the recording, 0 where unvoiced. */
  readonly referencePitch: Float64Array;
  /** Duration of the speech relative to that of the reference, without additional pauses; above 1 is slower. */
  readonly tempoRatio: number;
  /** Mean deviation of the local tempo in octaves; 0 is the rhythm of the reference at any tempo. */
  readonly timingDeviation: number;
}

/** Compares the speech of a recording with that of the reference. */
export function compare(recording: Speech, example: Speech): Comparison {
  const { alignment, chance, weights, distance, order, sample, reference } = bestMatch(recording, example);
  const tempoRatio = tempoRatioOf(sample, reference);
  return {
    distance,
    orderRatio: order,
    contrast: chance,
    segments: segmentsOf(alignment, weights, chance, sample, reference),
    contourCorrelation: contourCorrelation(alignment, sample, reference),
    referencePitch: alignedPitch(alignment, sample, reference),
    tempoRatio,
    timingDeviation: timingDeviation(alignment, weights, tempoRatio),
  };
}

/**
 * Returns the ratio of the durations with all pauses or without the additional ones, whichever is closer to 1. A pause
 * takes time of its own, but a poor microphone can turn a faint part of the speech into a pause.
 */
function tempoRatioOf(sample: Speech, reference: Speech): number {
  const length = ({ from, to }: Speech): number => (to - from) * frameStep;
  const morePauses = Math.max(0, totalLength(sample.silences.pauses) - totalLength(reference.silences.pauses));
  const whole = length(sample) / length(reference);
  const spoken = Math.max(frameStep, length(sample) - morePauses) / length(reference);
  return Math.abs(Math.log2(spoken)) < Math.abs(Math.log2(whole)) ? spoken : whole;
}

const shorterTracts = [1.07, 1.15, 1.22, 1.3, 1.38, 1.47];
const longerTracts = [0.94, 0.88, 0.82, 0.76];

/**
 * Ratios of vocal tract lengths that are tried: that of a small child is about a third shorter than a man's. The ratio with
 * the smallest distance counts (vocal tract length normalisation; Lee & Rose 1996).
 */
export const tractRatios = [1, ...longerTracts, ...shorterTracts];

/** After so many ratios in a row that do not lower the distance, no more are tried in this direction. */
const triedInVain = 2;

/**
 * Frames per row of the coarse alignment, which finds the ratio and the rough path. Speech hardly changes within 20 ms.
 * Long recordings take a larger stride, because the cost grows with the square of the length.
 */
const strideFor = (frames: number): number => Math.max(2, Math.min(8, Math.ceil(frames / 500)));

/** One of the two recordings and its spectra. */
interface Side {
  readonly speech: Speech;
  readonly frames: Int32Array;
  readonly spectra: PowerSpectra;
}

/** Clipped share of a recording that was really cut off; decoded samples beyond full scale are whole. */
const cutOffShare = ({ clippedShare, peak }: Speech): number => (peak > 1 ? 0 : clippedShare);

function sideOf(speech: Speech, other: Speech): Side {
  const frames = comparedFrames(speech);
  const signal = clippedLike(speech.signal, cutOffShare(speech), cutOffShare(other));
  return { speech, frames, spectra: powerSpectra(signal, frames) };
}

/** Faint sounds at the ends are left out where the distance without them is below this share of the distance with them. */
const withoutEndsBelow = 0.95;

function bestMatch(sample: Speech, reference: Speech) {
  const whole = coarseMatch(sample, reference, bestTract);
  const { ours, theirs, coarse, stride, featuresUnder } = withoutFaintEnds(sample, reference, whole) ?? whole;
  const features = featuresUnder(coarse.ratio, 1);
  const match = matchOf(features, theirs, bandAlong(coarse.alignment, sizeOf(features), stride), 1);
  return {
    ...match,
    sample: ours.speech,
    reference: theirs.speech,
    alignment: inSpeech(match.alignment, ours, theirs),
    order: orderRatio(
      { ours: coarse.features[0], theirs: coarse.features[1], weights: rowWeights(theirs, stride), stride },
      coarse.alignment,
    ),
  };
}

/** The match without the faint sounds at the ends; null where there are none, or where they match as well. */
function withoutFaintEnds(sample: Speech, reference: Speech, whole: ReturnType<typeof coarseMatch>) {
  const [ours, theirs] = [carriedSpeech(sample), carriedSpeech(reference)];
  const isSame = (one: Speech, other: Speech): boolean => one.from === other.from && one.to === other.to;
  if (isSame(ours, sample) && isSame(theirs, reference)) return null;
  const carried = coarseMatch(ours, theirs, (matchUnder) => matchUnder(whole.coarse.ratio));
  return carried.coarse.distance < withoutEndsBelow * whole.coarse.distance ? carried : null;
}

interface CoarseMatch {
  readonly ratio: number;
  readonly features: [Float64Array, Float64Array];
  readonly alignment: Alignment;
  readonly distance: number;
}

/** Aligns two recordings on every few frames. @param choose chooses a ratio of vocal tract lengths among those it tries */
function coarseMatch(
  sample: Speech,
  reference: Speech,
  choose: (matchUnder: (ratio: number) => CoarseMatch) => CoarseMatch,
) {
  const [ours, theirs] = [sideOf(sample, reference), sideOf(reference, sample)];
  const pitch = Math.max(medianPitch(sample), medianPitch(reference));
  const theirBands = recordingBands(theirs.spectra, { pitch });
  const featuresUnder = (ratio: number, stride: number): [Float64Array, Float64Array] => {
    const [ourLogs, theirLogs] = comparableBands(recordingBands(ours.spectra, { pitch, warp: ratio }), theirBands);
    return [soundFeatures(ourLogs, stride), soundFeatures(theirLogs, stride)];
  };
  const stride = strideFor(Math.max(ours.frames.length, theirs.frames.length));
  const coarse = choose((ratio) => {
    const features = featuresUnder(ratio, stride);
    return { ratio, features, ...matchOf(features, theirs, diagonalBand(sizeOf(features), stride), stride) };
  });
  return { ours, theirs, coarse, stride, featuresUnder };
}

/** Median F0 in Hz; 0 without voice. */
function medianPitch({ pitch }: Speech): number {
  const voiced = pitch.filter((f0) => f0 > 0).sort();
  return voiced[Math.floor(voiced.length / 2)] ?? 0;
}

/** The match under the ratio with the smallest distance, which falls towards that ratio from both sides. */
function bestTract(matchUnder: (ratio: number) => CoarseMatch): CoarseMatch {
  let best = matchUnder(1);
  for (const ratios of [longerTracts, shorterTracts]) {
    let inVain = 0;
    for (const ratio of ratios) {
      const match = matchUnder(ratio);
      inVain = match.distance < best.distance ? 0 : inVain + 1;
      if (inVain === 0) best = match;
      if (inVain === triedInVain) break;
    }
  }
  return best;
}

const sizeOf = ([ours, theirs]: readonly [Float64Array, Float64Array]) => ({
  rows: ours.length / featureSize,
  columns: theirs.length / featureSize,
});

/** Converts rows to frames from the beginning of the speech, pauses included. */
const inSpeech = ({ a, b, distances }: Alignment, ours: Side, theirs: Side): Alignment => ({
  a: a.map((row) => ours.frames[row]! - ours.speech.from),
  b: b.map((row) => theirs.frames[row]! - theirs.speech.from),
  distances,
});

/** Aligns two recordings of which every `stride`-th frame is given. */
function matchOf([ours, theirs]: [Float64Array, Float64Array], reference: Side, band: Band, stride: number) {
  const alignment = align(ours, theirs, featureSize, band);
  const chance = chanceDistance(ours, theirs);
  const ofRows = rowWeights(reference, stride);
  const weights = Float64Array.from(alignment.b, (row) => ofRows[row]!);
  return { alignment, chance, weights, distance: weightedMean(alignment.distances, weights) / chance };
}

/** Number of frame pairs that estimate the chance distance; the error of the mean is then below 2 %. */
const chancePairs = 4_000;

/** Mean distance between unrelated frames, spread evenly over both recordings. */
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

/** Range in dB below the loudest frame of the reference over which a frame's weight falls from 1 to the minimum. */
const weightRange = 40;

/** Weight of each row of the reference: 1 for loud frames, little for its pauses. */
function rowWeights({ speech, frames }: Side, stride: number): Float64Array {
  const loudest = speech.intensity.reduce((highest, level) => Math.max(highest, level), -Infinity);
  return Float64Array.from({ length: Math.ceil(frames.length / stride) }, (_, row) => {
    const level = speech.intensity[frames[row * stride]!] ?? -Infinity;
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
