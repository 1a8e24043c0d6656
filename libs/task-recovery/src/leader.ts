import { inTransaction, type DataSource } from '@vocalborn/database';

/** Any constant: every process that recovers takes the same advisory lock. */
const recoveryLock = 7_146_021_931;

/**
 * Does the work if no other process is doing it now. The lock belongs to a transaction, so it is free as soon as its
 * holder is gone in any way whatever.
 * @returns null when another process is the leader
 */
export async function asLeader<T>(database: DataSource, work: () => Promise<T>): Promise<T | null> {
  return inTransaction(database, async (query) => {
    const [lock] = await query('select pg_try_advisory_xact_lock($1) as leads', [recoveryLock]);
    return (lock as { leads: boolean }).leads ? work() : null;
  });
}
