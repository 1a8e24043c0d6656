import { runStatement, type Database } from '@vocalborn/database';

/** The messages that are not delivered and not given up. */
export interface WaitingDeliveries {
  readonly count: number;
  /** Seconds since the end of the task, or the request for another delivery, of the one that waits longest; 0 without one. */
  readonly oldestSeconds: number;
}

const statement = {
  name: 'count-waiting-webhook-deliveries',
  text: `select count(*)::int as count, coalesce(extract(epoch from now() - min(waiting_since)), 0)::float8 as "oldestSeconds"
    from webhook_deliveries where next_attempt_at is not null`,
};

/** Index: due_webhook_deliveries. */
export async function countWaiting(database: Database): Promise<WaitingDeliveries> {
  const [row] = await runStatement<WaitingDeliveries>(database, statement, []);
  return row ?? { count: 0, oldestSeconds: 0 };
}
