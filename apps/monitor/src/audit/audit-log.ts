import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { noteAction, noteOutcome } from '@vocalborn/monitor-store';
import type { Operator } from '../access/operator.js';

/** What an operator does: `task.retry` to a task id, for example. */
export interface RequestedAction {
  readonly action: string;
  readonly target: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Records who did what to which object. The record is written first, so that nothing is done unrecorded. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  /**
   * Records the action, does the work and records its outcome.
   * @returns what the work returns
   * @throws what the work throws, and when the database is unavailable
   */
  async record<T>(operator: Operator, requested: RequestedAction, work: () => Promise<T>): Promise<T> {
    const { action, target, details = {} } = requested;
    const actionId = await noteAction(this.database, { actor: operator.name, action, target, details });
    try {
      const outcome = await work();
      await noteOutcome(this.database, actionId, 'done', null);
      return outcome;
    } catch (error) {
      await noteOutcome(this.database, actionId, 'failed', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}
