import type { Database } from './database.js';
import { inTransaction } from './connect.js';

/** Keeps the transaction that holds the lock from idling longer than PostgreSQL allows. */
const keepaliveMs = 5_000;

/**
 * Does the work while holding an advisory lock, if no other process holds it. The lock belongs to a transaction, so
 * PostgreSQL frees it when its holder ends, dies or loses its connection.
 * @param key identifies the lock; each kind of work has its own
 * @returns what the work returns; null when another process holds the lock
 */
export async function withAdvisoryLock<T>(database: Database, key: number, work: () => Promise<T>): Promise<T | null> {
  return inTransaction(database, async (query) => {
    const [lock] = await query('select pg_try_advisory_xact_lock($1) as acquired', [key]);
    if (!(lock as { acquired: boolean }).acquired) return null;
    const keepalive = setInterval(() => void query('select 1', []).catch(() => undefined), keepaliveMs);
    return work().finally(() => clearInterval(keepalive));
  });
}
