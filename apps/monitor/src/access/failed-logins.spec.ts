import type { Environment } from '@vocalborn/settings';
import { freePort, freshRedisUrl } from '@vocalborn/system-harness';
import { afterEach, describe, expect, it } from 'vitest';
import { StartedMonitor, type Answer } from '../fixtures/started-monitor.js';
import { delayMs, lockSeconds } from './failed-logins.js';

const monitors: StartedMonitor[] = [];
afterEach(() => Promise.all(monitors.splice(0).map((monitor) => monitor.stop())));

async function start(env: Environment = {}): Promise<StartedMonitor> {
  const monitor = await StartedMonitor.start({ TRUSTED_PROXIES: 'loopback', ...env });
  monitors.push(monitor);
  return monitor;
}

const right = 'operator:let me change';

const login = (monitor: StartedMonitor, credentials: string, address = '192.0.2.1'): Promise<Answer> => {
  const headers = { authorization: `Basic ${btoa(credentials)}`, 'x-forwarded-for': address };
  return monitor.ask('GET', '/api/me', { as: 'nobody', headers });
};

/** Fails so many times at once. @returns the numbers of answers by status */
async function fail(monitor: StartedMonitor, times: number, address?: string): Promise<Record<number, number>> {
  const guesses = Array.from({ length: times }, (_, index) => login(monitor, `operator:guess ${index}`, address));
  const numbers: Record<number, number> = {};
  for (const { status } of await Promise.all(guesses)) numbers[status] = (numbers[status] ?? 0) + 1;
  return numbers;
}

describe('an address', () => {
  it('is locked after five failures, however many arrive at once, also for the right password', async () => {
    const monitor = await start();
    expect(await fail(monitor, 30)).toEqual({ 401: 5, 429: 25 });
    const { status, headers, body } = await login(monitor, right);
    expect([status, body.code]).toEqual([429, 'too-many-requests']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(50);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  it('is locked for longer each time', async () => {
    const monitor = await start();
    for (const [least, most] of [
      [50, 60],
      [110, 120],
      [230, 240],
    ] as const) {
      await fail(monitor, 5);
      const seconds = Number((await login(monitor, right)).headers['retry-after']);
      expect(seconds).toBeGreaterThan(least);
      expect(seconds).toBeLessThanOrEqual(most);
      await monitor.redis.del('login:address:192.0.2.1');
      expect((await login(monitor, right)).status).toBe(200);
    }
  });

  it('that is locked leaves other addresses and tokens alone', async () => {
    const monitor = await start();
    await fail(monitor, 6);
    expect((await login(monitor, right, '192.0.2.2')).status).toBe(200);
    await fail(monitor, 30);
    expect(await fail(monitor, 5, '192.0.2.2')).toEqual({ 401: 5 });
    const headers = { authorization: `Bearer ${await monitor.token('admin')}`, 'x-forwarded-for': '192.0.2.1' };
    expect((await monitor.ask('GET', '/api/me', { as: 'nobody', headers })).status).toBe(200);
    const probe = { as: 'nobody', headers: { 'x-forwarded-for': '192.0.2.1' } } as const;
    expect((await monitor.ask('GET', '/health/live', probe)).status).toBe(200);
  });

  it('is that of the connection unless a trusted proxy names another', async () => {
    const monitor = await start({ TRUSTED_PROXIES: '' });
    for (let host = 1; host <= 5; host += 1) await fail(monitor, 1, `192.0.2.${host}`);
    expect((await login(monitor, right, '192.0.2.9')).status).toBe(429);
  });

  it('is not counted for right passwords, nor for wrong tokens', async () => {
    const monitor = await start();
    for (let count = 0; count < 10; count += 1) expect((await login(monitor, right)).status).toBe(200);
    const wrong = { as: 'nobody', headers: { authorization: 'Bearer x', 'x-forwarded-for': '192.0.2.1' } } as const;
    for (let count = 0; count < 10; count += 1) expect((await monitor.ask('GET', '/api/me', wrong)).status).toBe(401);
    expect((await login(monitor, right)).status).toBe(200);
  });

  it('is counted by all monitors together', async () => {
    const CELERY_RESULT_BACKEND = await freshRedisUrl();
    const [one, two] = [await start({ CELERY_RESULT_BACKEND }), await start({ CELERY_RESULT_BACKEND })];
    await fail(one, 3);
    await fail(two, 2);
    expect((await login(one, right)).status).toBe(429);
  });

  it('is counted by each monitor for itself while Redis is away', async () => {
    const monitor = await start({ CELERY_RESULT_BACKEND: `redis://127.0.0.1:${await freePort()}/1` });
    expect(await fail(monitor, 8)).toEqual({ 401: 5, 429: 3 });
    expect((await login(monitor, right)).status).toBe(429);
    expect((await login(monitor, right, '192.0.2.2')).status).toBe(200);
  });
});

describe('a user name that is guessed from many addresses', () => {
  it('leaves each address one try, and an operator elsewhere is admitted', async () => {
    const monitor = await start();
    const addresses = Array.from({ length: 20 }, (_, index) => `198.51.100.${index}`);
    for (const answers of await Promise.all(addresses.map((address) => fail(monitor, 1, address)))) {
      expect(answers).toEqual({ 401: 1 });
    }
    expect(await fail(monitor, 1, '203.0.113.1')).toEqual({ 429: 1 });
    expect((await login(monitor, right, '203.0.113.1')).status).toBe(429);
    expect((await login(monitor, right, '203.0.113.2')).status).toBe(200);
    expect((await login(monitor, 'reader:let me read', '203.0.113.1')).status).toBe(200);
  });
});

it('failed logins are counted in a metric', async () => {
  const monitor = await start();
  await fail(monitor, 7);
  const { body } = await monitor.ask('GET', '/metrics', { as: 'nobody' });
  expect(body).toMatch(/^vocalborn_failed_logins_total\{outcome="wrong",app="monitor"\} 5$/m);
  expect(body).toMatch(/^vocalborn_failed_logins_total\{outcome="limited",app="monitor"\} 2$/m);
});

it('the delay of an answer doubles with each failure, up to two seconds', () => {
  expect([1, 2, 3, 4, 5, 6, 2_000].map(delayMs)).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
});

it('the lock of an address doubles with each lock, up to a quarter of an hour', () => {
  expect([1, 2, 3, 4, 5, 6, 2_000].map(lockSeconds)).toEqual([60, 120, 240, 480, 900, 900, 900]);
});
