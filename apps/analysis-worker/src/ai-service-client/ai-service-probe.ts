import { RepeatedWork } from '@vocalborn/observability';
import type { AiServiceCircuit, CircuitStatus } from './ai-service-circuit.js';

/** Pause between an answer, or its absence, and the next question. */
const askEveryMs = 5_000;

/** Unanswered questions in a row after which the service counts as down: one may be lost in a restart. */
const unansweredLimit = 2;

/**
 * Asks the ai-service for its health every five seconds, even while there is nothing to analyse, so that operators learn
 * of a failure before a patient does. It decides nothing: whether a task may start is up to the circuit.
 */
export class AiServiceProbe {
  #up: boolean | null = null;
  #unanswered = 0;
  readonly #questions: RepeatedWork;

  constructor(
    private readonly isHealthy: () => Promise<boolean>,
    private readonly circuit: Pick<AiServiceCircuit, 'state'>,
    everyMs = askEveryMs,
  ) {
    this.#questions = new RepeatedWork({ everyMs, run: () => this.ask(), onError: () => undefined });
  }

  /** Whether the service answers; null until the first answer. */
  get up(): boolean | null {
    return this.#up;
  }

  get circuitState(): CircuitStatus {
    return this.circuit.state;
  }

  start(): void {
    this.#questions.start();
  }

  stop(): Promise<void> {
    return this.#questions.stop();
  }

  private async ask(): Promise<void> {
    this.#unanswered = (await this.isHealthy()) ? 0 : this.#unanswered + 1;
    if (this.#unanswered === 0) this.#up = true;
    else if (this.#unanswered >= unansweredLimit) this.#up = false;
  }
}
