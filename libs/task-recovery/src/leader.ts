import { inTransaction, type DataSource } from '@vocalborn/database';

/** What only one process does at a time: any constants, as long as each duty has its own advisory lock. */
export const leaderships = { recovery: 7_146_021_931, figures: 7_146_021_932, alerts: 7_146_021_933 } as const;

export type Leadership = keyof typeof leaderships;

/** How often the leader shows that it lives: well within the time after which Postgres gives up on a silent one. */
const signOfLifeMs = 5_000;

/**
 * Does the work if no other process is doing it now. The lock belongs to a transaction, so it is free as soon as its
 * holder is gone in any way whatever.
 * @returns null when another process is the leader
 */
export async function asLeader<T>(
  database: DataSource,
  leadership: Leadership,
  work: () => Promise<T>,
): Promise<T | null> {
  return inTransaction(database, async (query) => {
    const [lock] = await query('select pg_try_advisory_xact_lock($1) as leads', [leaderships[leadership]]);
    if (!(lock as { leads: boolean }).leads) return null;
    const timer = setInterval(() => void query('select 1', []).catch(() => undefined), signOfLifeMs);
    return work().finally(() => clearInterval(timer));
  });
}
