import { nearestValue, sampleBefore, type Track } from '../signal/short-term-frames.js';
import { globalPeak } from './pitch/local-level.js';
import { bestMatch, type Match } from './waveform-match.js';

/**
 * Minimum correlation of a pulse with the neighbouring period, within a voiced part and for one pulse beyond its edge.
 */
const withinVoice = 0.3;
const atEdge = 0.7;

/** Minimum peak of a period relative to the recording's peak; fainter ones are hum or noise. */
const minPeak = { withinVoice: 0.01, atEdge: 1 / 43 } as const;

/** Search range of the next pulse, in periods from the previous one. */
const [minPeriods, maxPeriods] = [0.8, 1.25];

/**
 * Returns the times of the glottal pulses in seconds, ascending. In each voiced part the search starts at the extremum
 * near its middle and goes period by period to both sides, to the place where the waveform correlates best with the
 * previous period.
 *
 * Source: Praat manual, "Sound & Pitch: To PointProcess (cc)".
 * Praat: `To PointProcess (cc)` on the Sound and its Pitch.
 */
export function pulseTimes(signal: Float32Array, sampleRate: number, pitch: Track): Float64Array {
  const search: Search = { signal, sampleRate, pitch, peak: globalPeak(signal, sampleRate), times: [] };
  let lastRight = -Infinity;
  for (const [start, end] of voicedStretches(pitch, signal.length / sampleRate)) {
    const first = strongestMoment(search, (start + end) / 2);
    const times = [first, ...follow(search, first, -1, start, lastRight), ...follow(search, first, 1, end, lastRight)];
    search.times.push(...times.sort((a, b) => a - b));
    lastRight = search.times.at(-1) ?? lastRight;
  }
  return Float64Array.from(search.times);
}

interface Search {
  readonly signal: Float32Array;
  readonly sampleRate: number;
  readonly pitch: Track;
  readonly peak: number;
  readonly times: number[];
}

/** Voiced parts in seconds, each extended by half a frame at both ends. */
function voicedStretches({ values, start, step }: Track, duration: number): [number, number][] {
  const stretches: [number, number][] = [];
  let from = -1;
  for (let frame = 0; frame <= values.length; frame += 1) {
    const voiced = (values[frame] ?? 0) > 0;
    if (voiced && from < 0) from = frame;
    if (voiced || from < 0) continue;
    stretches.push([Math.max(0, start + (from - 0.5) * step), Math.min(duration, start + (frame - 0.5) * step)]);
    from = -1;
  }
  return stretches;
}

/** F0 at a time, interpolated between the two nearest frames if both are voiced; 0 where unvoiced. */
function f0At(pitch: Track, time: number): number {
  const place = (time - pitch.start) / pitch.step;
  const frame = Math.floor(place);
  const [left, right] = [pitch.values[frame] ?? 0, pitch.values[frame + 1] ?? 0];
  if (left > 0 && right > 0) return left + (right - left) * (place - frame);
  return nearestValue(pitch, time, 0);
}

/** Time of the greatest magnitude within half a period of `time`. */
function strongestMoment({ signal, sampleRate, pitch }: Search, time: number): number {
  const half = 0.5 / f0At(pitch, time);
  let best = sampleBefore(time, sampleRate);
  const to = Math.min(signal.length - 2, sampleBefore(time + half, sampleRate));
  for (let index = Math.max(1, sampleBefore(time - half, sampleRate) + 1); index <= to; index += 1) {
    if (Math.abs(signal[index]!) > Math.abs(signal[best]!)) best = index;
  }
  const [left, middle, right] = [signal[best - 1] ?? 0, signal[best] ?? 0, signal[best + 1] ?? 0];
  const curvature = 2 * middle - left - right;
  const offset = curvature === 0 ? 0 : (0.5 * (right - left)) / curvature;
  return (best + 0.5 + Math.max(-0.5, Math.min(0.5, offset))) / sampleRate;
}

/**
 * Follows the pulses from `first` to one side of a voiced part. Where no local maximum exists, it advances by one
 * period of the F0 contour.
 * @param direction −1 to the left, 1 to the right
 * @param edge end of the voiced part on that side
 * @param previous last pulse of the previous voiced part, which a new pulse must not be too close to
 */
function follow(search: Search, first: number, direction: 1 | -1, edge: number, previous: number): number[] {
  const { signal, sampleRate, pitch, peak } = search;
  const found: number[] = [];
  let time = first;
  for (;;) {
    const f0 = f0At(pitch, time);
    if (f0 === 0) return found;
    const range =
      direction < 0 ? ([-maxPeriods / f0, -minPeriods / f0] as const) : ([minPeriods / f0, maxPeriods / f0] as const);
    const match = bestMatch(signal, sampleRate, time, 1 / f0, range);
    time = match?.time ?? time + direction / f0;
    const isBeyond = (time - edge) * direction > 0;
    const isFree = time - previous > minPeriods / f0;
    if (match && isFree && isPulse(match, peak, isBeyond ? 'atEdge' : 'withinVoice')) found.push(time);
    if (isBeyond) return found;
  }
}

function isPulse(match: Match, peak: number, place: 'withinVoice' | 'atEdge'): boolean {
  const least = place === 'atEdge' ? atEdge : withinVoice;
  return match.correlation > least && match.peak > minPeak[place] * peak;
}
