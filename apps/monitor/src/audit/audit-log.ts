import { Injectable } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import { noteAction, noteOutcome } from '@vocalborn/monitor-store';
import type { Operator } from '../access/operator.js';

/** Something that an operator wants done. */
export interface Wish {
  readonly action: string;
  readonly target: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes down who did what to what: before it is done, so that nothing is done that cannot be written down. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: DataSource) {}

  /** Does the work and notes how it ended. @throws what the work throws, and when the database cannot be reached */
  async record<T>(operator: Operator, wish: Wish, work: () => Promise<T>): Promise<T> {
    const { action, target, details = {} } = wish;
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
