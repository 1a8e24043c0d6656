import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, METRICS } from '@vocalborn/observability';
import { freePort } from '@vocalborn/system-harness';
import { Registry } from 'prom-client';
import { afterEach, expect, it } from 'vitest';
import { MetricsController } from './health.js';
import { problemOfStatus } from './problems/http-problem.js';
import { createHttpApp } from './server.js';

@Module({})
class Root {}

const apps: NestFastifyApplication[] = [];
afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

/** An app that serves its metrics on the given port. It does not listen yet. */
async function create(port: number): Promise<NestFastifyApplication> {
  const providers = [{ provide: METRICS, useValue: new Registry() }];
  const app = await createHttpApp(
    { module: Root, controllers: [MetricsController], providers },
    {
      logger: createLogger({ name: 'spec', level: 'silent' }),
      toProblem: (thrown) => problemOfStatus(thrown, 'spec'),
      metricsAddress: { host: '127.0.0.1', port },
      stopsOnSignal: false,
    },
  );
  apps.push(app);
  return app;
}

it('metrics with a port of their own are served there, and nothing else is', async () => {
  const port = await freePort();
  const app = await create(port);
  await app.listen(0, '127.0.0.1');
  await fetch(`${await app.getUrl()}/nowhere`);
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(metrics).toContain('http_request_duration_seconds_count{method="GET",route="unknown",status="404"} 1');
  expect((await fetch(`http://127.0.0.1:${port}/nowhere`)).status).toBe(404);
});

it.each(['GET', 'HEAD'])('the port of the app answers %s for them as for an unknown address', async (method) => {
  const app = await create(0);
  await app.listen(0, '127.0.0.1');
  const answer = await fetch(`${await app.getUrl()}/metrics?x=1`, { method });
  expect([answer.status, answer.headers.get('x-request-id')]).toEqual([404, expect.stringMatching(/^[\da-f-]{36}$/)]);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  if (method === 'GET') expect(await answer.json()).toMatchObject({ code: 'not-found', instance: '/metrics' });
});

it('the port for metrics is closed when the app stops', async () => {
  const port = await freePort();
  const app = await create(port);
  await app.listen(0, '127.0.0.1');
  await app.close();
  await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
});

it('an app does not start when its port for metrics is taken', async () => {
  const port = await freePort();
  await (await create(port)).listen(0, '127.0.0.1');
  await expect((await create(port)).listen(0, '127.0.0.1')).rejects.toThrow('EADDRINUSE');
});
