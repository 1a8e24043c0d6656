import { Database, type DatabaseOptions } from './database.js';
import { pingDatabase } from './connect.js';
import { isDatabaseUnavailable } from './unavailable.js';

/** Longest wait for an answer of Postgres. Every statement of the apps needs a fraction of it. */
const answerTimeoutMs = 6_000;

/**
 * Opens the pool of an app. The database may be away, as when a whole deployment starts at once: statements fail until it
 * is up, and the app's readiness says so.
 * @param options.onUnavailable called with the error when the database is away
 * @throws an error that waiting does not cure, such as a wrong password
 */
export async function openDatabase(
  options: DatabaseOptions & { readonly onUnavailable: (error: unknown) => void },
): Promise<Database> {
  const database = new Database({ answerTimeoutMs, ...options });
  try {
    await pingDatabase(database);
  } catch (error) {
    if (!isDatabaseUnavailable(error)) {
      await database.close();
      throw error;
    }
    options.onUnavailable(error);
  }
  return database;
}
