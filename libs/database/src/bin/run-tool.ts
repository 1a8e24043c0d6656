import type { Database } from '../database.js';
import { connectDatabase } from '../connect.js';

/** Runs one command against the database of DATABASE_URL and sets the exit status; 2 means it is not configured. */
export async function runTool(name: string, databaseUrl: string | undefined, tool: (db: Database) => Promise<string>) {
  if (databaseUrl === undefined || databaseUrl === '') {
    console.error(`${name}: DATABASE_URL is required (postgres://user:password@host:5432/database)`);
    process.exitCode = 2;
    return;
  }
  try {
    const database = await connectDatabase({ url: databaseUrl, poolSize: 2, applicationName: `vocalborn-${name}` });
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
