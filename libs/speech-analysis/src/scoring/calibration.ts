/**
 * Where scores come from: measured values and the scores that they stand for, joined by straight lines. The points
 * were read off the distributions that the calibration test prints (same recording, same sentence with noise, same
 * sentence by another voice, another sentence, no speech).
 */
export interface Curve {
  readonly points: readonly (readonly [value: number, score: number])[];
}

/** Relative DTW distance → how alike the sounds are. */
export const soundCurve: Curve = {
  points: [
    [0, 100],
    [0.35, 85],
    [0.5, 65],
    [0.6, 40],
    [0.68, 15],
    [0.8, 0],
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
