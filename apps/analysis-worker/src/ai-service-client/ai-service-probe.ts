/** Milliseconds between an answer, or its absence, and the next question. */
const askEveryMs = 5_000;

/** Questions in a row without an answer from which on the service is down: one may be lost to a restart. */
const strikes = 2;

/**
 * Knows whether the ai-service is there also while there is nothing to analyse, so that operators hear of its failure
 * before a patient does. Asks it whether it is well, and has no say in what is begun: that is the circuit's.
 */
export class AiServiceProbe {
  #up: boolean | null = null;
  #failed = 0;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly isHealthy: () => Promise<boolean>,
    private readonly everyMs = askEveryMs,
  ) {}

  /** Null until it is known. */
  get up(): boolean | null {
    return this.#up;
  }

  start(): void {
    void this.ask();
  }

  /** Ends the timer. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  private async ask(): Promise<void> {
    this.#failed = (await this.isHealthy()) ? 0 : this.#failed + 1;
    if (this.#failed === 0) this.#up = true;
    else if (this.#failed >= strikes) this.#up = false;
    if (!this.#stopped) this.#timer = setTimeout(() => void this.ask(), this.everyMs);
  }
}
