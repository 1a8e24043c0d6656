import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { connectDatabase, type DatabaseOptions } from './connect.js';
import { isDatabaseUnavailable } from './unavailable.js';

const retryDelayMs = 1_000;

/** Longest wait for an answer of Postgres; no statement of the apps takes more than a fraction of it. */
const answerTimeoutMs = 6_000;

/**
 * Opens the pool and waits for a database that is not up yet, as happens when a whole deployment starts at once.
 * @param options.onWaiting is told the reason each time
 * @throws at once for anything that waiting does not mend, such as a wrong password
 */
export async function openDatabase(
  options: DatabaseOptions & { readonly onWaiting: (error: unknown) => void },
): Promise<DataSource> {
  for (;;) {
    try {
      return await connectDatabase({ answerTimeoutMs, ...options });
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      options.onWaiting(error);
      await delay(retryDelayMs);
    }
  }
}
