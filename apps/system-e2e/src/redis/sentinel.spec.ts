import { SentinelGroup, System, temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Vocalborn } from '../cli/vocalborn.js';
import { GatewayClient, samplePath } from '../http-client.js';

const REDIS_SENTINEL_PASSWORD = 'another';
const env = { REDIS_SENTINEL_PASSWORD };
/** The limits are kept in the same Redis; here one patient submits as fast as a machine can. */
const limits = {
  LIMITS: 'on',
  LIMIT_REQUESTS_PER_MINUTE: '100000',
  LIMIT_UPLOADS_PER_MINUTE: '100000',
  LIMIT_SUBMISSIONS_PER_MINUTE: '100000',
};
const folder = temporaryFolder('vocalborn-sentinel');
let group: SentinelGroup;
let system: System;
let patient: GatewayClient;
let vocalborn: Vocalborn;

beforeAll(async () => {
  const passwords = { password: 'secret', sentinelPassword: REDIS_SENTINEL_PASSWORD };
  group = await SentinelGroup.start({ dataDir: folder.path, ...passwords });
  const addresses = { brokerUrl: group.url(0), resultBackendUrl: group.url(1) };
  system = await System.start({
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

describe('with Redis behind sentinels', () => {
  it('tasks run, and the worker takes commands', async () => {
    await expectSuccess([await submit()]);
    await expectControl();
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
    // The other server must be a replica again that may take over.
    await group.untilComplete();
    await master.kill();
    await expectSuccess(await submitDuring(group.successorOf(master)));
    await expectControl();
  });
});
