import { classifyError } from '@vocalborn/task';
import { BrokenCircuitError, circuitBreaker, CircuitState, handleWhen, SamplingBreaker } from 'cockatiel';

export type CircuitWord = 'closed' | 'half-open' | 'open';

export interface CircuitOptions {
  /** Whether the service says of itself that it is well; asked before a task is risked on it. */
  readonly isHealthy: () => Promise<boolean>;
  readonly onChange?: (state: CircuitWord) => void;
  /** How long the circuit stays open before the service is asked again; 5 s unless given. */
  readonly openForMs?: number;
}

/**
 * Nine of ten calls in ten seconds, and at least ten, each of another task: a few tasks that follow the retry table to
 * its end do not open the circuit, a queue of tasks that would all use up their retries does.
 */
const breaking = { threshold: 0.9, duration: 10_000, minimumRps: 1 } as const;

const words: Readonly<Record<CircuitState, CircuitWord>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** What speaks against the service. A refused recording is the recording's fault, and a full queue is a sign of life. */
function speaksAgainstService(error: unknown): boolean {
  if ((error as { isBackpressure?: unknown } | null)?.isBackpressure === true) return false;
  return ['network', 'ai_service', 'timeout'].includes(classifyError(error));
}

/** An error of a task that has been counted already. */
class CountedBefore {
  constructor(readonly error: unknown) {}
}

/**
 * Circuit breaker in front of the ai-service. While it is open no task is begun; when its time is up and the service
 * calls itself healthy, one task is let through, whose outcome closes the circuit or keeps it open.
 */
export class AiServiceCircuit {
  readonly #openForMs: number;
  readonly #policy;
  #watcher: () => void = () => undefined;
  /** Tasks that failed within the window, and when. */
  readonly #failedAt = new Map<string, number>();
  #trialAllowed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: CircuitOptions) {
    this.#openForMs = options.openForMs ?? 5_000;
    this.#policy = circuitBreaker(
      handleWhen((error) => !(error instanceof CountedBefore) && speaksAgainstService(error)),
      {
        halfOpenAfter: this.#openForMs,
        breaker: new SamplingBreaker(breaking),
      },
    );
    this.#policy.onStateChange((state) => this.changed(state));
  }

  get state(): CircuitWord {
    return words[this.#policy.state];
  }

  /** Calls back whenever more may be admitted than before. */
  watch(watcher: () => void): void {
    this.#watcher = watcher;
  }

  /** Whether a task may be begun now. */
  admits(): boolean {
    return this.state === 'closed' || this.#trialAllowed;
  }

  /** Notes that a task begins; call what it returns when the task has ended, whether or not it called the service. */
  begin(): () => void {
    const isTrial = this.#trialAllowed;
    this.#trialAllowed = false;
    return () => {
      if (isTrial && this.state !== 'closed') this.askAgainLater();
    };
  }

  /**
   * Makes a call for a task.
   * @throws BrokenCircuitError at once while the circuit is open, else what the call throws
   */
  async execute<T>(taskId: string, call: () => Promise<T>): Promise<T> {
    try {
      return await this.#policy.execute(() => call().catch((error: unknown) => this.failed(taskId, error)));
    } catch (error) {
      throw error instanceof CountedBefore ? error.error : error;
    }
  }

  /** Ends the timers. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Counts a task once within the window; a trial of the open circuit counts in any case. */
  private failed(taskId: string, error: unknown): never {
    const now = Date.now();
    for (const [id, at] of this.#failedAt) if (now - at > breaking.duration) this.#failedAt.delete(id);
    const counted = this.#failedAt.has(taskId) && this.state === 'closed';
    if (!counted) this.#failedAt.set(taskId, now);
    throw counted ? new CountedBefore(error) : error;
  }

  private changed(state: CircuitState): void {
    this.options.onChange?.(words[state]);
    if (state === CircuitState.Open) this.askAgainLater();
    if (state === CircuitState.Closed) {
      this.stop();
      this.#watcher();
    }
  }

  private askAgainLater(): void {
    this.stop();
    this.#timer = setTimeout(() => void this.ask(), this.#openForMs + 50);
  }

  private async ask(): Promise<void> {
    if (await this.options.isHealthy()) {
      this.#trialAllowed = true;
      this.#watcher();
    } else {
      this.askAgainLater();
    }
  }
}

export const isCircuitOpen = (error: unknown): boolean => error instanceof BrokenCircuitError;
