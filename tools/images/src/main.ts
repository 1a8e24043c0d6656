/** Builds the Dockerfile's images without an engine, starts each of them, and tells their sizes. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  copySamples,
  freePort,
  PostgresServer,
  RedisServer,
  temporaryFolder,
  type AppName,
  type Wiring,
} from '@vocalborn/system-harness';
import { ensureBaseImage } from './base-image.js';
import { buildImage, imageOf } from './build-image.js';
import { checkImage, runInImage } from './check-image.js';
import { Workshop } from './workshop.js';

const apps: readonly AppName[] = ['api-gateway', 'analysis-worker', 'ai-service', 'monitor'];
const migrate = ['node', 'node_modules/@vocalborn/database/dist/bin/migrate.js'];

async function main(say: (line: string) => void): Promise<void> {
  const workshop = await Workshop.open(say);
  await ensureBaseImage(workshop, say);
  for (const app of apps) {
    const started = performance.now();
    await buildImage(workshop, app);
    const size = await workshop.run('buildah', 'images', '--format', '{{.Size}}', imageOf(app));
    say(`${app}: built in ${((performance.now() - started) / 1000).toFixed(0)} s, ${size}`);
  }
  const folder = temporaryFolder('vocalborn-images');
  const postgres = await PostgresServer.start({ dataDir: join(folder.path, 'postgres'), durable: false });
  const redis = await RedisServer.start({ dataDir: join(folder.path, 'redis') });
  try {
    await checkAll(workshop, await wire(postgres, redis, join(folder.path, 'audio')), say);
  } finally {
    await Promise.all([postgres.stop(), redis.stop()]);
    folder.remove();
  }
}

async function wire(postgres: PostgresServer, redis: RedisServer, audioFolder: string): Promise<Wiring> {
  mkdirSync(audioFolder);
  copySamples(audioFolder);
  // The images' user is nobody of this machine.
  chmodSync(audioFolder, 0o777);
  return {
    databaseUrl: await postgres.createDatabase('vocalborn'),
    brokerUrl: redis.url(0),
    resultBackendUrl: redis.url(1),
    audioFolder,
    jwtSecret: 'a secret for trials that is long enough',
    aiServiceKey: 'a key for trials',
    aiServiceUrl: `http://127.0.0.1:${await freePort()}`,
  };
}

async function checkAll(workshop: Workshop, wiring: Wiring, say: (line: string) => void): Promise<void> {
  const migrated = await runInImage(workshop, 'api-gateway', { DATABASE_URL: wiring.databaseUrl }, migrate);
  say(`api-gateway: ${migrated}`);
  for (const app of apps) say(`${app}: ${await checkImage(workshop, app, wiring)}`);
}

await main(console.log).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
