import {
  RedisCluster,
  SentinelGroup,
  System,
  temporaryFolder,
  waitFor,
  type RedisServer,
} from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Vocalborn } from '../cli/vocalborn.js';
import { GatewayClient, samplePath } from '../http-client.js';
import { documentedUser } from './documented-user.js';

const REDIS_SENTINEL_PASSWORD = 'another';
const env = { REDIS_SENTINEL_PASSWORD };
/** The limits are kept in the same Redis; here one patient submits as fast as a machine can. */
const limits = {
  LIMITS: 'on',
  LIMIT_REQUESTS_PER_MINUTE: '100000',
  LIMIT_UPLOADS_PER_MINUTE: '100000',
  LIMIT_SUBMISSIONS_PER_MINUTE: '100000',
};

/** Servers of Redis of which one takes over, and the addresses of their databases. */
interface Servers {
  readonly group: SentinelGroup | RedisCluster;
  readonly url: (database: number) => string;
}

async function behindSentinels(dataDir: string): Promise<Servers> {
  const passwords = { password: 'secret', sentinelPassword: REDIS_SENTINEL_PASSWORD };
  const group = await SentinelGroup.start({ dataDir, ...passwords });
  return { group, url: (database) => group.url(database) };
}

/** A cluster whose apps are the user of docs/redis.md. */
async function inCluster(dataDir: string): Promise<Servers> {
  const group = await RedisCluster.start({ dataDir });
  const { name, password, rules } = documentedUser('cluster');
  await Promise.all(group.servers.map((server) => askServer(server, 'ACL', 'SETUSER', name, 'reset', ...rules)));
  return { group, url: () => group.url().replace('://', `://${name}:${password}@`) };
}

async function askServer(server: RedisServer, command: string, ...args: string[]): Promise<unknown> {
  const redis = new Redis(server.url(), { retryStrategy: () => null });
  redis.on('error', () => undefined);
  return redis.call(command, ...args).finally(() => redis.disconnect());
}

describe.each([
  ['behind sentinels', behindSentinels],
  ['in a cluster', inCluster],
] as const)('with Redis %s', (_, start) => {
  const folder = temporaryFolder('vocalborn-redis-group');
  let group: SentinelGroup | RedisCluster;
  let system: System;
  let patient: GatewayClient;
  let vocalborn: Vocalborn;

  beforeAll(async () => {
    const servers = await start(folder.path);
    group = servers.group;
    const addresses = { brokerUrl: servers.url(0), resultBackendUrl: servers.url(1) };
    system = await System.start({
      topology: 'single',
      env: { 'api-gateway': { ...env, ...limits }, 'analysis-worker': env, monitor: env },
      route: (direct) => Promise.resolve(() => ({ ...direct, ...addresses })),
    });
    patient = GatewayClient.patientOf(system);
    vocalborn = new Vocalborn(system, {
      ...{ ...env, CELERY_BROKER_URL: addresses.brokerUrl, CELERY_RESULT_BACKEND: addresses.resultBackendUrl },
    });
  });
  afterAll(async () => {
    await system.stop();
    await group.stop();
    folder.remove();
  });

  /** Accepts a task, whatever state Redis is in, and returns its id. */
  async function submit(): Promise<string> {
    return patient.analyze(await patient.record(samplePath('audio/zh-patient-short.wav')));
  }

  /** Submits tasks until what was begun has ended. */
  async function submitDuring(begun: Promise<unknown>): Promise<string[]> {
    const tasks = [await submit()];
    let isOver = false;
    const ended = begun.finally(() => (isOver = true));
    while (!isOver) tasks.push(await submit());
    await ended;
    return [...tasks, await submit()];
  }

  async function expectSuccess(tasks: readonly string[]): Promise<void> {
    const ends = await Promise.all(tasks.map((task) => patient.until(task, 'success', 'failure')));
    expect(ends.map(({ status }) => status)).toEqual(tasks.map(() => 'success'));
  }

  /** The worker takes commands, through the same Redis as everybody else. */
  async function expectControl(): Promise<void> {
    await waitFor(async () => (await vocalborn.run('inspect', 'ping')).out.includes('pong'), {
      what: 'the worker to answer',
    });
  }

  it('tasks run, and the worker takes commands', async () => {
    await expectSuccess([await submit()]);
    await expectControl();
  });

  it('no command is refused', async () => {
    const refused = await Promise.all(group.servers.map((server) => askServer(server, 'ACL', 'LOG')));
    expect(refused).toEqual(group.servers.map(() => []));
  });

  it('every task that is accepted during a planned failover runs', async () => {
    await expectSuccess(await submitDuring(group.failover()));
    await expectControl();
  });

  it('every task that is accepted while the master is frozen runs', async () => {
    const master = await group.master();
    master.signal('SIGSTOP');
    await expectSuccess(await submitDuring(group.successorOf(master)));
    master.signal('SIGCONT');
    await expectControl();
  });

  it('every task that is accepted while the master is killed runs', async () => {
    const master = await group.master();
    // The server that was frozen must be a replica again that may take over.
    await group.untilComplete();
    await master.kill();
    await expectSuccess(await submitDuring(group.successorOf(master)));
    await expectControl();
  });
});
