import { randomBytes } from 'node:crypto';
import { Redis as Client } from 'ioredis';
import { query } from './postgres/start-postgres.js';

/** A database that no other spec uses. */
export interface FreshDatabase {
  readonly url: string;
  /** Cuts off whoever is still connected. */
  drop(): Promise<void>;
}

/** Creates an empty database on the Postgres of this test run. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = serverUrl('TEST_DATABASE_URL');
  const name = `spec_${randomBytes(8).toString('hex')}`;
  await query(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => void (await query(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** Claims a database number on the Redis of this test run that no other spec has claimed, also in another process. */
export async function freshRedisUrl(): Promise<string> {
  const server = serverUrl('TEST_REDIS_URL');
  const client = new Client(server, { retryStrategy: () => null });
  try {
    const number = await client.incr('claimed-databases');
    return new URL(`/${number}`, server).href;
  } finally {
    client.disconnect();
  }
}

function serverUrl(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const url = process.env[name];
  if (url !== undefined) return url;
  throw new Error(
    `${name} is not set: add globalSetup: ['@vocalborn/system-harness/vitest-servers'] to the project's vitest.config.mjs`,
  );
}
