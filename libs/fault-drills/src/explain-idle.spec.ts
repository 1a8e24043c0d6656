import { freePort, freshRedisUrl, temporaryFolder } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DrilledSystem } from './drilled-system.js';
import { explainIdle } from './explain-idle.js';

const logs = temporaryFolder('idle-logs');
const health = JSON.stringify({ status: 'error', padding: 'x'.repeat(400) });
let worker: Server;
let redis: Redis;
let drilled: DrilledSystem;

/** Two workers: one that is not ready, and one that has gone without a log. */
beforeAll(async () => {
  worker = createServer((request, response) => {
    response.writeHead(request.url === '/health/ready' ? 503 : 404).end(health);
  }).listen(0, '127.0.0.1');
  await once(worker, 'listening');
  redis = new Redis(await freshRedisUrl(), { connectionName: 'analysis-worker-of-the-spec' });
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1} ${'y'.repeat(300)}`);
  writeFileSync(join(logs.path, 'analysis-worker-1.log'), `${lines.join('\n')}\n`);
  const ports = [(worker.address() as AddressInfo).port, await freePort()];
  drilled = {
    system: { logFolder: logs.path },
    workerNumbers: [1, 2],
    worker: (number: number) => ({
      name: `analysis-worker-${number}`,
      url: `http://127.0.0.1:${ports[number - 1]}`,
    }),
    redis: (_: number, ask: (client: Redis) => Promise<unknown>) => ask(redis),
  } as unknown as DrilledSystem;
});
afterAll(() => {
  worker.closeAllConnections();
  worker.close();
  redis.disconnect();
  logs.remove();
});

it('an idle worker is explained by its health, the end of its log and its connections', async () => {
  const lines = await explainIdle(drilled);
  const second = lines.indexOf('worker2');
  const [name, state, ...log] = lines.slice(0, second);
  expect(name).toBe('worker1');
  expect(state).toBe(`  health    503 ${health.slice(0, 260)}`);
  expect(log.map((line) => line.split(' y')[0])).toEqual(
    Array.from({ length: 12 }, (_, index) => `  log       line ${index + 9}`),
  );
  expect(new Set(log.map(({ length }) => length))).toEqual(new Set(['  log       '.length + 260]));
});

it('a worker that has gone without a log is explained as well', async () => {
  const lines = await explainIdle(drilled);
  const second = lines.indexOf('worker2');
  expect(lines.slice(second, second + 3)).toEqual(['worker2', '  health    no answer', '  log       ']);
});

it('only connections of workers are listed', async () => {
  const other = redis.duplicate({ connectionName: 'api-gateway' });
  await other.ping();
  const lines = await explainIdle(drilled);
  other.disconnect();
  const connections = lines.slice(lines.indexOf('connections of the workers to Redis') + 1);
  expect(connections).toEqual([expect.stringMatching(/^ {2}client {4}id=\d+ .*name=analysis-worker-of-the-spec /)]);
});
