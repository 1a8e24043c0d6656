import { interpolationDepth, parabolicMaximum, refineMaximum } from '../../signal/sinc-interpolation.js';
import { pitchSettings } from './settings.js';

const { candidates: most, voicingThreshold, octaveCost, floor } = pitchSettings;

/** F0 candidates of all frames: `most` entries per frame; the first is "unvoiced" (frequency 0). */
export class PitchCandidates {
  readonly counts: Uint8Array;
  readonly frequencies: Float64Array;
  readonly strengths: Float64Array;
  private readonly maximum = { place: 0, value: 0 };
  private readonly lags = new Int32Array(most);
  private readonly ranks = new Float64Array(most);

  constructor(readonly frames: number) {
    this.counts = new Uint8Array(frames).fill(1);
    this.frequencies = new Float64Array(frames * most);
    this.strengths = new Float64Array(frames * most);
  }

  /** Stores the maxima of a frame's correlation (lag 0 in the middle) as candidates. */
  collect(frame: number, correlation: Float64Array, sampleRate: number): void {
    const middle = (correlation.length - 1) / 2;
    const found = this.strongestMaxima(correlation, middle, sampleRate);
    const depth = interpolationDepth(sampleRate);
    for (let index = 1; index <= found; index += 1) {
      refineMaximum(correlation, middle + this.lags[index]!, depth, this.maximum);
      const { place, value } = this.maximum;
      this.frequencies[frame * most + index] = sampleRate / (place - middle);
      // An interpolated value above 1 means that the frame holds too little of a period; the excess counts against it.
      this.strengths[frame * most + index] = value > 1 ? 1 / value : value;
    }
    this.counts[frame] = found + 1;
  }

  /** Stores the lags of the strongest local maxima in `lags` from index 1. @returns their number */
  private strongestMaxima(correlation: Float64Array, middle: number, sampleRate: number): number {
    const last = Math.min(middle - 1, Math.floor(sampleRate / floor) + 1);
    let found = 0;
    for (let lag = 2; lag <= last; lag += 1) {
      const value = correlation[middle + lag]!;
      const before = correlation[middle + lag - 1]!;
      const after = correlation[middle + lag + 1]!;
      if (value <= 0.5 * voicingThreshold || value <= before || value < after) continue;
      parabolicMaximum(before, value, after, this.maximum);
      const rank = this.maximum.value - octaveCost * Math.log2((floor * lag) / sampleRate);
      const isFull = found === most - 1;
      const place = isFull ? this.weakest() : found + 1;
      if (isFull && rank <= this.ranks[place]!) continue;
      this.lags[place] = lag;
      this.ranks[place] = rank;
      if (!isFull) found += 1;
    }
    return found;
  }

  private weakest(): number {
    let weakest = 1;
    for (let index = 2; index < most; index += 1) if (this.ranks[index]! < this.ranks[weakest]!) weakest = index;
    return weakest;
  }
}
