import { setTimeout as delay } from 'node:timers/promises';
import type { Database, DatabaseOptions } from './database.js';
import { connectDatabase } from './connect.js';
import { isDatabaseUnavailable } from './unavailable.js';

/** Pause between two tries to connect. */
const retryDelayMs = 1_000;

/** Longest wait for an answer of Postgres. Every statement of the apps needs a fraction of it. */
const answerTimeoutMs = 6_000;

/**
 * Opens the pool. Waits for a database that is not up yet, as when a whole deployment starts at once.
 * @param options.onWaiting called with the error before each further try
 * @throws at once for an error that waiting does not cure, such as a wrong password
 */
export async function openDatabase(
  options: DatabaseOptions & { readonly onWaiting: (error: unknown) => void },
): Promise<Database> {
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
