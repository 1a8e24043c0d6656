/** How long an event may appear after one of a higher number: no transaction of ours lives longer than 15 s. */
const lateMs = 20_000;

/** Most gaps that are kept: a number that was given out and rolled back never appears. */
const mostGaps = 1_000;

/**
 * Follows numbers that are given out in order and become visible out of order, and knows which are still missing. A
 * reader that only asked for higher numbers would never see an event whose transaction ended late.
 */
export class GapWatch {
  readonly #missingSince = new Map<number, number>();

  constructor(
    private highest: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get last(): number {
    return this.highest;
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
