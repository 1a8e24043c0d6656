import { join } from 'node:path';
import { temporaryFolder } from './processes/temporary-folder.js';
import { startPostgres } from './postgres/start-postgres.js';
import { startRedis } from './redis/start-redis.js';

/**
 * Vitest's global set-up for projects whose specs need the servers: one Postgres and one Redis for the whole run,
 * told to the specs as TEST_DATABASE_URL and TEST_REDIS_URL. Specs take their share with `freshDatabase` and
 * `freshRedisUrl`.
 */
export default async function startTestServers(): Promise<() => Promise<void>> {
  const folder = await temporaryFolder('vocalborn-tests');
  const [postgres, redis] = await Promise.all([
    startPostgres({ dataDir: join(folder.path, 'postgres'), durable: false }),
    startRedis({ dataDir: join(folder.path, 'redis'), extraArgs: ['--databases', '512'] }),
  ]);
  process.env['TEST_DATABASE_URL'] = postgres.url('postgres');
  process.env['TEST_REDIS_URL'] = redis.url(0);
  return async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    await folder.remove();
  };
}
