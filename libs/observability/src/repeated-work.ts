export interface RepeatedWorkOptions {
  /** Milliseconds between the end of a run and the start of the next one. */
  readonly everyMs: number;
  /** Milliseconds between `start` and the first run; 0 if left out. */
  readonly firstAfterMs?: number;
  /** The work. It should end early when the signal is aborted. */
  readonly run: (signal: AbortSignal) => unknown;
  /** Is told what a run threw. The next run follows after the same pause. */
  readonly onError: (error: unknown) => void;
}

/**
 * Repeats a piece of work in the background. Runs never overlap, a run that fails does not end the repetition, and
 * `stop` waits for the run under way.
 */
export class RepeatedWork {
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(private readonly options: RepeatedWorkOptions) {}

  /** Begins the repetition. A second call has no effect, nor has a call after `stop`. */
  start(): void {
    if (this.#timer === undefined) this.scheduleIn(this.options.firstAfterMs ?? 0);
  }

  /** Ends the repetition and waits for the run under way, whose signal is aborted. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#running;
  }

  private scheduleIn(milliseconds: number): void {
    if (this.#stopping.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#running = this.runOnce();
    }, milliseconds);
  }

  private async runOnce(): Promise<void> {
    const { run, everyMs, onError } = this.options;
    try {
      await run(this.#stopping.signal);
    } catch (error) {
      onError(error);
    }
    this.scheduleIn(everyMs);
  }
}
