import { TaskError } from '@vocalborn/task';

/** Time without received data after which the service is asked for its health. */
const idleMs = 15_000;

/** Pause after an unanswered question. */
const askAgainMs = 1_000;

/** Unanswered questions in a row after which the connection counts as cut. */
const unansweredLimit = 2;

/**
 * Detects that the connection of a long call was cut silently. An analysis may send nothing for minutes, so an idle
 * connection alone proves nothing; a service that also does not answer for its health is gone.
 */
export class IdleTimeout {
  readonly #cut = new AbortController();
  /** Aborted when the connection counts as cut, or with the outer signal. */
  readonly signal: AbortSignal;
  #unanswered = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    outer: AbortSignal,
    private readonly isHealthy: () => Promise<boolean>,
  ) {
    this.signal = AbortSignal.any([outer, this.#cut.signal]);
    this.received();
  }

  /** Data was received. */
  received(): void {
    this.#unanswered = 0;
    this.waitFor(idleMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  private waitFor(waitMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), waitMs);
  }

  private async ask(): Promise<void> {
    const healthy = await this.isHealthy();
    if (this.#timer === undefined) return;
    this.#unanswered = healthy ? 0 : this.#unanswered + 1;
    if (this.#unanswered < unansweredLimit) this.waitFor(healthy ? idleMs : askAgainMs);
    else this.#cut.abort(new TaskError('network', 'The connection to the AI service was cut.'));
  }
}
