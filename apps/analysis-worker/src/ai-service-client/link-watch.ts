import { TaskError } from '@vocalborn/task';

/** Silence of a running call after which the service is asked whether it is still there. */
const silenceMs = 15_000;

/** Pause before a question that was not answered is asked again. */
const askAgainMs = 1_000;

/** Unanswered questions after which the link is taken to be cut. */
const questionsUntilCut = 2;

/**
 * Finds out that the connection of a long call was cut without a word: an analysis may well be silent for minutes, so
 * silence alone proves nothing, but a service that does not answer for its health either is not at the other end.
 */
export class LinkWatch {
  readonly #cut = new AbortController();
  readonly signal: AbortSignal;
  #unanswered = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    outer: AbortSignal,
    private readonly isHealthy: () => Promise<boolean>,
  ) {
    this.signal = AbortSignal.any([outer, this.#cut.signal]);
    this.heard();
  }

  /** Something came over the link. */
  heard(): void {
    this.#unanswered = 0;
    this.listen(silenceMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  private listen(forMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.ask(), forMs);
  }

  private async ask(): Promise<void> {
    const healthy = await this.isHealthy();
    if (this.#timer === undefined) return;
    this.#unanswered = healthy ? 0 : this.#unanswered + 1;
    if (this.#unanswered < questionsUntilCut) this.listen(healthy ? silenceMs : askAgainMs);
    else this.#cut.abort(new TaskError('network', 'The connection to the AI service was cut.'));
  }
}
