import { join } from 'node:path';
import { PostgresServer } from './postgres.js';
import { RedisServer } from './redis.js';
import { temporaryFolder } from './temporary-folder.js';

/** Vitest's global set-up: one Postgres and one Redis for the whole run. Each spec creates its own databases on them. */
export default async function startServers(): Promise<() => Promise<void>> {
  const folder = temporaryFolder('vocalborn-test');
  const [postgres, redis] = await Promise.all([
    PostgresServer.start({ dataDir: join(folder.path, 'postgres'), durable: false }),
    RedisServer.start({ dataDir: join(folder.path, 'redis') }),
  ]);
  process.env['TEST_DATABASE_URL'] = postgres.url();
  process.env['TEST_REDIS_URL'] = redis.url();
  return async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    folder.remove();
  };
}
