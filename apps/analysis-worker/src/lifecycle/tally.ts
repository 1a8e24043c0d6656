import { Injectable } from '@nestjs/common';
import type { TryEnd } from '@vocalborn/task-lifecycle';

/** What this process has done and is doing; goes out with every heartbeat. */
export interface TallyReport {
  readonly active: readonly string[];
  readonly processed: number;
  readonly failed: number;
  readonly retried: number;
}

@Injectable()
export class Tally {
  readonly #active = new Set<string>();
  #processed = 0;
  #failed = 0;
  #retried = 0;

  /** Notes that a task runs; call what it returns with the ending. */
  began(taskId: string): (end: TryEnd['end'] | null) => void {
    this.#active.add(taskId);
    return (end) => {
      this.#active.delete(taskId);
      if (end !== null) this.#processed += 1;
      if (end === 'failure') this.#failed += 1;
      if (end === 'retry') this.#retried += 1;
    };
  }

  report(): TallyReport {
    return {
      active: [...this.#active],
      processed: this.#processed,
      failed: this.#failed,
      retried: this.#retried,
    };
  }
}
