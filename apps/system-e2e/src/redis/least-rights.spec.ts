import { System, waitFor } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Vocalborn } from '../cli/vocalborn.js';
import { GatewayClient, samplePath } from '../http-client.js';
import { askMonitor } from '../monitor/monitor-client.js';
import { documentedUser } from './documented-user.js';

let system: System;
let admin: Redis;
let patient: GatewayClient;
let vocalborn: Vocalborn;

beforeAll(async () => {
  const { name, password, rules } = documentedUser('server');
  const asUser = (address: string): string => {
    const url = new URL(address);
    Object.assign(url, { username: name, password });
    return url.href;
  };
  system = await System.start({
    topology: 'single',
    env: {
      'api-gateway': { LIMITS: 'on' },
      'analysis-worker': { RETRY_DELAY_SCALE: '0.1' },
      monitor: { MONITOR_BASIC_AUTH: 'operator:a password' },
    },
    route: async (direct) => {
      admin = new Redis(direct.brokerUrl);
      await admin.call('ACL', 'SETUSER', name, 'reset', ...rules);
      const wiring = {
        ...direct,
        brokerUrl: asUser(direct.brokerUrl),
        resultBackendUrl: asUser(direct.resultBackendUrl),
      };
      return () => wiring;
    },
  });
  patient = GatewayClient.patientOf(system);
  vocalborn = new Vocalborn(system, {
    CELERY_BROKER_URL: asUser(system.wiring.brokerUrl),
    CELERY_RESULT_BACKEND: asUser(system.wiring.resultBackendUrl),
  });
});
afterAll(async () => {
  admin.disconnect();
  await system.stop();
});

/** What a user was not allowed to do. */
async function refusals(): Promise<string[]> {
  const log = (await admin.call('ACL', 'LOG')) as string[][];
  return log.map((entry) => `${entry[entry.indexOf('reason') + 1]} ${entry[entry.indexOf('object') + 1]}`);
}

it('the user of docs/redis.md runs tasks, retries them, and takes them off the queue', async () => {
  const first = await patient.analyzeSample();
  expect(await patient.until(first, 'success', 'failure')).toMatchObject({ status: 'success' });
  await system.app('ai-service').stop();
  const retried = await patient.analyzeSample();
  await patient.until(retried, 'retry');
  const cancelled = await patient.analyzeSample();
  expect((await patient.delete(`/tasks/${cancelled}`)).status).toBeLessThan(300);
  await system.startApp('ai-service');
  expect(await patient.until(retried, 'success', 'failure')).toMatchObject({ status: 'success' });
  expect(await refusals()).toEqual([]);
});

it('it puts the jobs of a dead child back, and erases a record', async () => {
  const recordId = await patient.record(samplePath('audio/zh-patient.wav'));
  const taskId = await patient.analyze(recordId);
  await patient.until(taskId, 'processing', 'success');
  for (const pid of await system.app('analysis-worker').childPids()) process.kill(pid, 'SIGKILL');
  expect(await patient.until(taskId, 'success', 'failure')).toMatchObject({ status: 'success' });
  expect((await patient.delete(`/practice-records/${recordId}`)).status).toBeLessThan(300);
  expect(await refusals()).toEqual([]);
});

it('it counts requests and failed logins, and carries commands to workers', async () => {
  const answer = await patient.get('/me/export');
  expect(answer.headers.get('ratelimit')).toMatch(/\d/);
  const login = { headers: { Authorization: `Basic ${btoa('operator:wrong password')}` } };
  expect((await fetch(`${system.app('monitor').url}/api/workers`, login)).status).toBe(401);
  const cache = new Redis(system.wiring.resultBackendUrl);
  await waitFor(async () => (await cache.keys('login:*')).length > 0, { what: 'the failed login to be counted' });
  cache.disconnect();
  const ping = await vocalborn.run('inspect', 'ping');
  expect(ping.out).toContain('pong');
  expect((await askMonitor(system, '/api/workers')).status).toBe(200);
  expect(await refusals()).toEqual([]);
});

it('it is enough for the command line, but for lists of other names', async () => {
  for (const command of [['status'], ['queue', 'length'], ['results', 'purge'], ['doctor']]) {
    const { err } = await vocalborn.run(...command);
    expect(err).not.toContain('NOPERM');
  }
  expect(new Set(await refusals())).toEqual(new Set(['key celery', 'key ai_analysis']));
});
