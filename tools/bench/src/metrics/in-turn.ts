/** The values of both sides, in the order of the rounds. */
export interface Compared<Value> {
  readonly product: readonly Value[];
  readonly baseline: readonly Value[];
}

/**
 * Measures the baseline and the product in turn, so that whatever else the machine does hits both. The round before
 * the first one does not count: it warms both up.
 * @param measure called with the side's name and the number of the round, 0 for the warm-up
 */
export async function inTurn<Value>(
  rounds: number,
  measure: (side: keyof Compared<Value>, round: number) => Promise<Value>,
): Promise<Compared<Value>> {
  const found: { product: Value[]; baseline: Value[] } = { product: [], baseline: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of ['baseline', 'product'] as const) {
      const value = await measure(side, round);
      if (round > 0) found[side].push(value);
    }
  }
  return found;
}
