import { Injectable } from '@nestjs/common';
import { TaskError } from '@vocalborn/task';
import type { AttemptReference } from '@vocalborn/task-ledger';
import type { AttemptEnd } from '@vocalborn/task-lifecycle';
import type { AttemptsReport, RunningAttempt } from '../messages.js';

/** The control of one running attempt. */
export interface AttemptControl {
  /** Aborted with the reason why the work must stop. */
  readonly signal: AbortSignal;
  /** The work is done; only its ending has to be written. Ends the soft time limit. */
  ending(): void;
  /** The attempt has ended; null when its ending could not be written. */
  ended(end: AttemptEnd['end'] | null): void;
}

/** Every attempt that runs in this process, with its soft time limit, and the means to abort it. */
@Injectable()
export class RunningAttempts {
  /** Milliseconds after which an attempt is aborted as a timeout. Applies to attempts that begin after a change. */
  softLimitMs = Number.MAX_SAFE_INTEGER;
  readonly #attempts = new Map<AttemptControl, RunningAttempt & { readonly controller: AbortController }>();
  readonly #counts = { processed: 0, failed: 0, retried: 0 };
  #onChange: () => void = () => undefined;

  /** Sets the callback for every change of the report. */
  watch(onChange: () => void): void {
    this.#onChange = onChange;
  }

  begin(reference: AttemptReference): AttemptControl {
    const controller = new AbortController();
    const tooLong = (): void => controller.abort(new TaskError('timeout', 'The analysis took too long.'));
    // A timer of more than 2^31 - 1 ms would run out at once.
    const softLimit = setTimeout(tooLong, Math.min(this.softLimitMs, 2 ** 31 - 1));
    const control: AttemptControl = {
      signal: controller.signal,
      ending: () => {
        clearTimeout(softLimit);
        this.change(() => this.#attempts.set(control, { ...reference, phase: 'ending', controller }));
      },
      ended: (end) => {
        clearTimeout(softLimit);
        this.change(() => this.close(control, end));
      },
    };
    this.change(() => this.#attempts.set(control, { ...reference, phase: 'working', controller }));
    return control;
  }

  /** Aborts the work of the given attempts, or of all. */
  abort(reason: Error, only?: readonly AttemptReference[]): void {
    for (const { taskId, attempt, controller } of this.#attempts.values()) {
      const isMeant = !only || only.some((each) => each.taskId === taskId && each.attempt === attempt);
      if (isMeant) controller.abort(reason);
    }
  }

  report(): AttemptsReport {
    const active = [...this.#attempts.values()].map(({ taskId, attempt, phase }) => ({ taskId, attempt, phase }));
    return { active, ...this.#counts };
  }

  private close(control: AttemptControl, end: AttemptEnd['end'] | null): void {
    this.#attempts.delete(control);
    if (end !== null && end !== 'handed-back') this.#counts.processed += 1;
    if (end === 'failure') this.#counts.failed += 1;
    if (end === 'retry') this.#counts.retried += 1;
  }

  private change(make: () => void): void {
    make();
    this.#onChange();
  }
}
