/** Upper and lower edge of a part of the picture. */
export interface Panel {
  readonly top: number;
  readonly bottom: number;
}

/** Converts F0 to semitones from the median of its voiced points; null stays null. */
export function semitonesFromMedian(f0: readonly (number | null)[]): (number | null)[] {
  const voiced = f0.filter((value): value is number => value !== null && value > 0).toSorted((a, b) => a - b);
  const median = voiced[Math.floor(voiced.length / 2)];
  if (median === undefined) return f0.map(() => null);
  return f0.map((value) => (value === null || value <= 0 ? null : 12 * Math.log2(value / median)));
}

/**
 * Returns the SVG path through the voiced points, interrupted where unvoiced; values beyond `reach` stay at the edge.
 */
export function melodyPaths(
  semitones: readonly (number | null)[],
  step: number,
  x: (time: number) => number,
  { top, bottom }: Panel,
  reach: number,
): string {
  let pen = 'M';
  return semitones
    .map((value, index) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const y = (top + bottom) / 2 - (Math.max(-reach, Math.min(reach, value)) * (bottom - top)) / (2 * reach);
      const point = `${pen}${x((index + 0.5) * step).toFixed(1)} ${y.toFixed(1)}${pen === 'M' ? 'h0' : ''}`;
      pen = 'L';
      return point;
    })
    .join('');
}
