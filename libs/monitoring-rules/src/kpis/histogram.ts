/**
 * Upper bounds, in seconds, of the buckets of processing times. One more bucket counts longer times. The bounds are
 * dense around half a minute, the usual time of an analysis.
 */
export const processingBounds = [0.5, 1, 2, 5, 10, 15, 20, 25, 30, 35, 40, 50, 60, 90, 120, 300, 600, 1800] as const;

/**
 * The quantile of a histogram, interpolated linearly within its bucket like Prometheus' histogram_quantile, and at most
 * the highest bound.
 * @param share the quantile, from 0 to 1
 * @param counts observations per bucket, one more than there are bounds
 * @returns null when there are no observations
 */
export function quantile(share: number, counts: readonly number[]): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = share * total;
  let below = 0;
  for (const [index, upper] of processingBounds.entries()) {
    const count = counts[index] ?? 0;
    if (below + count >= rank && count > 0) {
      const lower = index === 0 ? 0 : (processingBounds[index - 1] ?? 0);
      return lower + ((upper - lower) * (rank - below)) / count;
    }
    below += count;
  }
  return processingBounds.at(-1) ?? null;
}
