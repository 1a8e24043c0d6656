import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';

function serverUrl(name: 'TEST_DATABASE_URL' | 'TEST_REDIS_URL'): string {
  const url = process.env[name];
  if (url === undefined) throw new Error(`${name} is not set: add vitest-servers to the project's globalSetup`);
  return url;
}

/** A new, empty database on the run's Postgres. */
export async function freshDatabase(): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl('TEST_DATABASE_URL') });
  await client.connect();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await client.query(`create database ${pg.escapeIdentifier(name)}`);
  await client.end();
  const url = new URL(serverUrl('TEST_DATABASE_URL'));
  url.pathname = `/${name}`;
  return url.toString();
}

/** An unused database of the run's Redis. */
export async function freshRedisUrl(): Promise<string> {
  const redis = new Redis(serverUrl('TEST_REDIS_URL'));
  const number = await redis.incr('next-database');
  redis.disconnect();
  const url = new URL(serverUrl('TEST_REDIS_URL'));
  url.pathname = `/${number}`;
  return url.toString();
}
