/** Longest time after which a missing number may still appear: a transaction lasts at most 15 s. */
const lateMs = 20_000;

/** Most missing numbers that are remembered. The number of a transaction that was rolled back never appears. */
const mostGaps = 1_000;

/**
 * Follows numbers that are assigned in order and become visible out of order, and remembers which are missing. A reader
 * that asked only for higher numbers would never see an event whose transaction committed late.
 */
export class GapWatch {
  readonly #missingSince = new Map<number, number>();

  /** @param missing lower numbers that may still appear */
  constructor(
    private highest: number,
    missing: readonly number[] = [],
    private readonly now: () => number = () => performance.now(),
  ) {
    for (const number of missing) this.#missingSince.set(number, now());
  }

  get last(): number {
    return this.highest;
  }

  /** Whether this number has not been seen. */
  isNew(number: number): boolean {
    return number > this.highest || this.#missingSince.has(number);
  }

  missing(): number[] {
    const oldest = this.now() - lateMs;
    for (const [number, since] of this.#missingSince) if (since < oldest) this.#missingSince.delete(number);
    return [...this.#missingSince.keys()];
  }

  saw(number: number): void {
    this.#missingSince.delete(number);
    const from = Math.max(this.highest + 1, number - mostGaps);
    for (let between = from; between < number; between += 1) this.#missingSince.set(between, this.now());
    this.highest = Math.max(this.highest, number);
  }
}
