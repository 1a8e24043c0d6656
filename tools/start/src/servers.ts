import { PostgresServer, RedisServer, type PostgresAccess } from '@vocalborn/system-harness';
import { logFile } from './logs.js';
import { paths } from './paths.js';
import type { Screen } from './screen.js';
import type { Secrets } from './secrets.js';
import { SupervisedServer } from './supervised-server.js';

/** The addresses of Postgres and Redis. `stop` and `kill` end only those that were started here. */
export interface Servers {
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  readonly resultBackendUrl: string;
  /** Stops Redis first, so that no task is queued while Postgres stops. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/**
 * Starts Postgres unless `DATABASE_URL` is set, and Redis unless both `CELERY_BROKER_URL` and `CELERY_RESULT_BACKEND` are. Their
 * data are in the folders of `paths`. A server started here that ends is started again.
 */
export async function startServers(env: NodeJS.ProcessEnv, secrets: Secrets, screen: Screen): Promise<Servers> {
  const { DATABASE_URL, CELERY_BROKER_URL, CELERY_RESULT_BACKEND } = env;
  const say = (line: string): void => {
    screen.say(line);
  };
  const logs = { postgres: logFile(paths.logs, 'postgres'), redis: logFile(paths.logs, 'redis') };
  const [postgres, redis] = await settleBoth(
    DATABASE_URL
      ? undefined
      : PostgresServer.start({ dataDir: paths.postgres, logFile: logs.postgres, access: accessWith(secrets) }),
    CELERY_BROKER_URL && CELERY_RESULT_BACKEND
      ? undefined
      : RedisServer.start({
          dataDir: paths.redis,
          appendOnly: true,
          password: secrets.redisPassword,
          logFile: logs.redis,
          say,
        }),
  );
  const databaseUrl = DATABASE_URL || (await postgres?.createDatabase('vocalborn')) || '';
  const keptPostgres = postgres && new SupervisedServer(postgres, { name: 'Postgres', logFile: logs.postgres, say });
  const keptRedis = redis && new SupervisedServer(redis, { name: 'Redis', logFile: logs.redis, say });
  return {
    databaseUrl,
    brokerUrl: CELERY_BROKER_URL || redis?.url(0) || '',
    resultBackendUrl: CELERY_RESULT_BACKEND || redis?.url(1) || '',
    stop: async () => {
      await keptRedis?.stop();
      await keptPostgres?.stop();
    },
    kill: async () => {
      await Promise.all([keptRedis?.kill(), keptPostgres?.kill()]);
    },
  };
}

const accessWith = ({ postgresPassword, databasePassword }: Secrets): PostgresAccess => ({
  superuserPassword: postgresPassword,
  owner: { name: 'vocalborn', password: databasePassword },
});

/** Waits for both even when one fails, and then stops the other. */
async function settleBoth(
  startingPostgres: Promise<PostgresServer> | undefined,
  startingRedis: Promise<RedisServer> | undefined,
): Promise<[PostgresServer | undefined, RedisServer | undefined]> {
  const [postgres, redis] = await Promise.allSettled([startingPostgres, startingRedis]);
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') return [postgres.value, redis.value];
  if (postgres.status === 'fulfilled') await postgres.value?.stop();
  if (redis.status === 'fulfilled') await redis.value?.stop();
  throw postgres.status === 'rejected' ? postgres.reason : (redis as PromiseRejectedResult).reason;
}
