/**
 * Where scores come from: measured values and the scores that they stand for, joined by straight lines. The points
 * were read off these distributions of the relative distance (speech synthesised in six voices, four sentences, and
 * 24 recorded English prompts): white noise at 20, 10 and 0 dB below the same recording 0.05, 0.14, 0.23 (synthesised;
 * up to 0.41 for telephone-band prompts); the same sentence in another voice 0.08–0.47, median 0.34; another sentence
 * in another voice 0.67–0.76, median 0.71.
 */
export interface Curve {
  readonly points: readonly (readonly [value: number, score: number])[];
}

/** Relative DTW distance → how alike the sounds are. */
export const soundCurve: Curve = {
  points: [
    [0, 100],
    [0.05, 99],
    [0.15, 93],
    [0.3, 82],
    [0.4, 72],
    [0.5, 58],
    [0.6, 35],
    [0.66, 18],
    [0.75, 6],
    [0.85, 0],
  ],
};

/** Departure from the example's rhythm in octaves of tempo → rhythm. */
export const rhythmCurve: Curve = {
  points: [
    [0, 100],
    [0.2, 90],
    [0.6, 55],
    [1.2, 10],
    [2, 0],
  ],
};

/** Reads a curve; values beyond its ends give the score of the end. */
export function scoreOn(curve: Curve, value: number): number {
  const { points } = curve;
  const above = points.findIndex(([at]) => at >= value);
  if (above === 0) return points[0]?.[1] ?? 0;
  const [right, left] = [points[above], points[above - 1]];
  if (!right || !left) return points.at(-1)?.[1] ?? 0;
  return left[1] + ((right[1] - left[1]) * (value - left[0])) / (right[0] - left[0]);
}
