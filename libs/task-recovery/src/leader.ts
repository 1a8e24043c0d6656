import { inTransaction, type DataSource } from '@vocalborn/database';

/** The keys of the advisory locks: arbitrary constants, one for each work that one process does at a time. */
export const leaderships = { recovery: 7_146_021_931, figures: 7_146_021_932, alerts: 7_146_021_933 } as const;

export type Leadership = keyof typeof leaderships;

/** Interval of the leader's statements, shorter than idle_in_transaction_session_timeout (15 s). */
const keepaliveMs = 5_000;

/**
 * Runs the work if no other process runs it now. The lock belongs to a transaction, so Postgres releases it when its
 * holder dies.
 * @returns null when another process leads
 */
export async function asLeader<T>(
  database: DataSource,
  leadership: Leadership,
  work: () => Promise<T>,
): Promise<T | null> {
  return inTransaction(database, async (query) => {
    const [lock] = await query('select pg_try_advisory_xact_lock($1) as leads', [leaderships[leadership]]);
    if (!(lock as { leads: boolean }).leads) return null;
    const timer = setInterval(() => void query('select 1', []).catch(() => undefined), keepaliveMs);
    return work().finally(() => clearInterval(timer));
  });
}
