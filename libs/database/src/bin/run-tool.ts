import { readFileSync } from 'node:fs';
import type { Database } from '../database.js';
import { connectDatabase } from '../connect.js';

/** A variable, or the content of the file that `NAME_FILE` names. */
function setting(name: string): string | undefined {
  const path = process.env[`${name}_FILE`];
  return process.env[name] || (path ? readFileSync(path, 'utf8').trim() : undefined);
}

/**
 * Runs one command against the database of DATABASE_DIRECT_URL, else DATABASE_URL, and sets the exit status; 2 means that
 * neither is set. A pooler in transaction mode would not keep the lock of a migration.
 */
export async function runTool(name: string, tool: (db: Database) => Promise<string>) {
  try {
    const url = setting('DATABASE_DIRECT_URL') ?? setting('DATABASE_URL');
    if (url === undefined) {
      console.error(`${name}: DATABASE_URL is required (postgres://user:password@host:5432/database)`);
      process.exitCode = 2;
      return;
    }
    const database = await connectDatabase({ url, poolSize: 2, applicationName: `vocalborn-${name}` });
    try {
      console.log(`${name}: ${await tool(database)}`);
    } finally {
      await database.close();
    }
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
