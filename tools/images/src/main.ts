/**
 * Builds the Dockerfile's images without an engine, looks into each of them, starts it, tells their sizes, and runs one analysis
 * on all of them.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  copySamples,
  freePort,
  PostgresServer,
  RedisServer,
  temporaryFolder,
  type Wiring,
} from '@vocalborn/system-harness';
import { ensureBaseImage } from './base-image.js';
import { checkContent } from './check-content.js';
import { checkApp, runInImage } from './check-image.js';
import { runMainJob } from './main-job.js';
import { apps, buildImage, noteRevision, targets, type Target } from './build-image.js';
import { Workshop } from './workshop.js';

type Say = (line: string) => void;

/** The images that run the migrations. */
const migrating: readonly Target[] = ['api-gateway', 'cli'];
const migrate = ['node', 'node_modules/@vocalborn/database/dist/bin/migrate.js'];

async function main(say: Say): Promise<void> {
  const workshop = await Workshop.open(say);
  const base = await ensureBaseImage(workshop, say);
  for (const target of targets) {
    const started = performance.now();
    await buildImage(workshop, target);
    say(`${target}: built in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    say(`${target}: ${await checkContent(workshop, target, base)}`);
  }
  noteRevision(workshop);
  const folder = temporaryFolder('vocalborn-images');
  const postgres = await PostgresServer.start({ dataDir: join(folder.path, 'postgres'), durable: false });
  const redis = await RedisServer.start({ dataDir: join(folder.path, 'redis') });
  try {
    await checkAll(workshop, await wire(postgres, redis), prepareAudio(join(folder.path, 'audio')), say);
  } finally {
    await Promise.all([postgres.stop(), redis.stop()]);
    folder.remove();
  }
}

async function wire(postgres: PostgresServer, redis: RedisServer): Promise<Wiring> {
  return {
    databaseUrl: await postgres.createDatabase('vocalborn'),
    brokerUrl: redis.url(0),
    resultBackendUrl: redis.url(1),
    // Where a container finds its recordings.
    audioFolder: '/audio',
    jwtSecret: 'a secret for trials that is long enough',
    aiServiceKey: 'a key for trials',
    aiServiceUrl: `http://127.0.0.1:${await freePort()}`,
  };
}

/** A folder of recordings that the images' user, who is nobody of this machine, can write to. */
function prepareAudio(folder: string): string {
  mkdirSync(folder);
  copySamples(folder);
  chmodSync(folder, 0o777);
  return folder;
}

async function checkAll(workshop: Workshop, wiring: Wiring, audioFolder: string, say: Say): Promise<void> {
  const env = { DATABASE_URL: wiring.databaseUrl };
  for (const target of migrating) {
    say(`${target}: ${await runInImage(workshop, target, { env, command: migrate })}`);
  }
  const drilled = await runInImage(workshop, 'cli', { env, args: ['drill', 'restore'] });
  say(`cli: ${drilled.split('\n').at(-1) ?? ''}`);
  for (const app of apps) say(`${app}: ${await checkApp(workshop, app, wiring, audioFolder)}`);
  say(`all of them: ${await runMainJob(workshop, wiring, audioFolder)}`);
}

await main(console.log).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
