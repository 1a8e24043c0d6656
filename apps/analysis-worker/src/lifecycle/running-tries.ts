import { Injectable } from '@nestjs/common';
import type { AttemptReference } from '@vocalborn/task-ledger';
import type { AttemptEnd } from '@vocalborn/task-lifecycle';

/** A try that runs: `ending` means that the work is done and only its ending is still to be written. */
export interface RunningAttemptReport extends AttemptReference {
  readonly phase: 'working' | 'ending';
}

/** What this process has done and is doing; the parent gets it with every change. */
export interface AttemptsReport {
  readonly active: readonly RunningAttemptReport[];
  readonly processed: number;
  readonly failed: number;
  readonly retried: number;
}

/** The work's own grip on its try. */
export interface OwnAttempt {
  /** Aborted with the reason why the work must stop. */
  readonly signal: AbortSignal;
  abort(reason: Error): void;
  /** The work is done; from here on nothing but the ending is left. */
  ending(): void;
  ended(end: AttemptEnd['end'] | null): void;
}

/** Every try that runs in this process, and the means to stop it. */
@Injectable()
export class RunningAttempts {
  readonly #tries = new Map<OwnAttempt, RunningAttemptReport & { readonly controller: AbortController }>();
  readonly #counts = { processed: 0, failed: 0, retried: 0 };
  #onChange: () => void = () => undefined;

  /** Calls back whenever the report changes. */
  watch(onChange: () => void): void {
    this.#onChange = onChange;
  }

  begin(reference: AttemptReference): OwnAttempt {
    const controller = new AbortController();
    const own: OwnAttempt = {
      signal: controller.signal,
      abort: (reason) => controller.abort(reason),
      ending: () => this.change(() => this.#tries.set(own, { ...reference, phase: 'ending', controller })),
      ended: (end) => this.change(() => this.close(own, end)),
    };
    this.change(() => this.#tries.set(own, { ...reference, phase: 'working', controller }));
    return own;
  }

  /** Stops the work of the given tries, or of all. */
  abort(reason: Error, only?: readonly AttemptReference[]): void {
    for (const { taskId, attempt, controller } of this.#tries.values()) {
      const meant = !only || only.some((each) => each.taskId === taskId && each.attempt === attempt);
      if (meant) controller.abort(reason);
    }
  }

  report(): AttemptsReport {
    const active = [...this.#tries.values()].map(({ taskId, attempt, phase }) => ({ taskId, attempt, phase }));
    return { active, ...this.#counts };
  }

  private close(own: OwnAttempt, end: AttemptEnd['end'] | null): void {
    this.#tries.delete(own);
    if (end !== null && end !== 'handed-back') this.#counts.processed += 1;
    if (end === 'failure') this.#counts.failed += 1;
    if (end === 'retry') this.#counts.retried += 1;
  }

  private change(make: () => void): void {
    make();
    this.#onChange();
  }
}
