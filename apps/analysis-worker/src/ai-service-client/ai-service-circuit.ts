import { classifyError } from '@vocalborn/task';
import { BrokenCircuitError, circuitBreaker, CircuitState, handleWhen, SamplingBreaker } from 'cockatiel';

/** The state of the circuit as reports show it. */
export type CircuitStatus = 'closed' | 'half-open' | 'open';

/** How the circuit asks about the service and reports its changes. */
export interface CircuitOptions {
  /** Whether the service calls itself healthy; asked before a trial task is let through. */
  readonly isHealthy: () => Promise<boolean>;
  readonly onChange?: (state: CircuitStatus) => void;
  /** Milliseconds that the circuit stays open before the service is asked again; 1,500 by default. */
  readonly openForMs?: number;
}

/**
 * The circuit opens when nine of ten calls fail within ten seconds, with at least ten calls, each of a different task. A
 * few tasks that use up their retries do not open it; a whole queue of failing tasks does.
 */
const breaking = { threshold: 0.9, duration: 10_000, minimumRps: 1 } as const;

const statuses: Readonly<Record<CircuitState, CircuitStatus>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** Whether an error counts against the service. A refused recording does not, nor does a full queue. */
function countsAgainstService(error: unknown): boolean {
  if ((error as { isBackpressure?: unknown } | null)?.isBackpressure === true) return false;
  return ['network', 'ai_service', 'timeout'].includes(classifyError(error));
}

/** An error of a task that was counted already. */
class CountedBefore {
  constructor(readonly error: unknown) {}
}

/**
 * The circuit breaker in front of the ai-service. While it is open no task starts. After the open time, when the service
 * calls itself healthy, it admits one trial task, whose outcome closes the circuit or keeps it open.
 */
export class AiServiceCircuit {
  readonly #openForMs: number;
  readonly #policy;
  #watcher: () => void = () => undefined;
  /** Tasks that failed within the window, with the time of the failure. */
  readonly #failedAt = new Map<string, number>();
  #trialAllowed = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: CircuitOptions) {
    this.#openForMs = options.openForMs ?? 1_500;
    this.#policy = circuitBreaker(
      handleWhen((error) => !(error instanceof CountedBefore) && countsAgainstService(error)),
      {
        halfOpenAfter: this.#openForMs,
        breaker: new SamplingBreaker(breaking),
      },
    );
    this.#policy.onStateChange((state) => this.changed(state));
  }

  get state(): CircuitStatus {
    return statuses[this.#policy.state];
  }

  /** Sets the callback for every change after which the circuit may admit more tasks. */
  watch(watcher: () => void): void {
    this.#watcher = watcher;
  }

  /** Whether a task may start now. */
  admits(): boolean {
    return this.state === 'closed' || this.#trialAllowed;
  }

  /** Registers the start of a task. @returns a function to call when the task has ended, even without a call to the service */
  begin(): () => void {
    const isTrial = this.#trialAllowed;
    this.#trialAllowed = false;
    return () => {
      if (isTrial && this.state !== 'closed') this.askAgainLater();
    };
  }

  /**
   * Makes a call on behalf of a task.
   * @throws BrokenCircuitError at once while the circuit is open; otherwise whatever the call throws
   */
  async execute<T>(taskId: string, call: () => Promise<T>): Promise<T> {
    try {
      return await this.#policy.execute(() => call().catch((error: unknown) => this.failed(taskId, error)));
    } catch (error) {
      throw error instanceof CountedBefore ? error.error : error;
    }
  }

  /** Stops the timer. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Counts a task once within the window; a failed trial always counts. */
  private failed(taskId: string, error: unknown): never {
    const now = Date.now();
    for (const [id, at] of this.#failedAt) if (now - at > breaking.duration) this.#failedAt.delete(id);
    const counted = this.#failedAt.has(taskId) && this.state === 'closed';
    if (!counted) this.#failedAt.set(taskId, now);
    throw counted ? new CountedBefore(error) : error;
  }

  private changed(state: CircuitState): void {
    this.options.onChange?.(statuses[state]);
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

/** Whether a call was refused because the circuit is open. */
export const isCircuitOpen = (error: unknown): boolean => error instanceof BrokenCircuitError;
