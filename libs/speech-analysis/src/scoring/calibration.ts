/**
 * A piecewise linear curve from measured values to scores. The points come from these distributions of the relative
 * distance (5, 50 and 95 %; synthetic voices, twenty sentences in English, Mandarin and Spanish; `npm run
 * conformance:orderings` uses the same): white noise at 20, 10 and 0 dB below the same recording 0.02–0.04, 0.08–0.20,
 * 0.13–0.22; the same sentence again in the same voice 0.07, 0.10, 0.12, in another voice 0.13, 0.18, 0.22, its first
 * half alone 0.44, 0.49, 0.55; another sentence 0.61, 0.68, 0.73. The same words from a human and a synthetic voice lie
 * around 0.57, between a good and a wrong reading.
 */
export interface Curve {
  readonly points: readonly (readonly [value: number, score: number])[];
}

/** Relative DTW distance → similarity of the sounds. */
export const soundCurve: Curve = {
  points: [
    [0, 100],
    [0.1, 98.5],
    [0.15, 96.5],
    [0.2, 92.5],
    [0.3, 83],
    [0.4, 72],
    [0.5, 58],
    [0.6, 35],
    [0.66, 18],
    [0.75, 6],
    [0.85, 0],
  ],
};

/** Deviation from the rhythm of the reference in octaves of tempo → rhythm score. */
export const rhythmCurve: Curve = {
  points: [
    [0, 100],
    [0.2, 90],
    [0.6, 55],
    [1.2, 10],
    [2, 0],
  ],
};

/** Returns the score of a value; values beyond the ends have the score of the end. */
export function scoreOn(curve: Curve, value: number): number {
  const { points } = curve;
  const above = points.findIndex(([at]) => at >= value);
  if (above === 0) return points[0]?.[1] ?? 0;
  const [right, left] = [points[above], points[above - 1]];
  if (!right || !left) return points.at(-1)?.[1] ?? 0;
  return left[1] + ((right[1] - left[1]) * (value - left[0])) / (right[0] - left[0]);
}
