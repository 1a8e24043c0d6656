import { classifyError } from '@vocalborn/retry-policy';
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
 * Nine of ten calls in ten seconds, and at least ten: a single task that follows the retry table to its end does not
 * open the circuit, a queue of tasks that would all burn their retries does.
 */
const breaking = { threshold: 0.9, duration: 10_000, minimumRps: 1 } as const;

const words: Readonly<Record<CircuitState, CircuitWord>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** What counts against the service. A refused recording is the recording's fault, and a full queue is a sign of life. */
function countsAgainstService(error: unknown): boolean {
  if ((error as { isBackpressure?: unknown } | null)?.isBackpressure === true) return false;
  return ['network', 'ai_service', 'timeout'].includes(classifyError(error));
}

/**
 * Circuit breaker in front of the ai-service. While it is open no task is begun; when its time is up and the service
 * calls itself healthy, one task is let through, whose outcome closes the circuit or keeps it open.
 */
export class AiServiceCircuit {
  readonly #openForMs: number;
  readonly #policy;
  #watcher: () => void = () => undefined;
  #trialAllowed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: CircuitOptions) {
    this.#openForMs = options.openForMs ?? 5_000;
    this.#policy = circuitBreaker(handleWhen(countsAgainstService), {
      halfOpenAfter: this.#openForMs,
      breaker: new SamplingBreaker(breaking),
    });
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

  /** @throws BrokenCircuitError at once while the circuit is open, else what the call throws */
  execute<T>(call: () => Promise<T>): Promise<T> {
    return this.#policy.execute(call);
  }

  /** Ends the timers. */
  stop(): void {
    clearTimeout(this.#timer);
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
