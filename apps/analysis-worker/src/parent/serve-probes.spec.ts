import { createLogger } from '@vocalborn/observability';
import { freePort } from '@vocalborn/system-harness';
import { Gauge, Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { supervisedReport } from '../fixtures/child-status.js';
import { Health } from './health.js';
import { serveProbes, type Probes } from './serve-probes.js';

let isUp: boolean;
let metrics: Registry;
let dependencies: Parameters<typeof serveProbes>[1];
let server: Probes;
beforeEach(async () => {
  isUp = true;
  const health = new Health({ latest: () => supervisedReport({ databaseUp: isUp }) }, { latest: {} });
  metrics = new Registry();
  dependencies = { health, metrics, logger: createLogger({ name: 'spec', level: 'silent' }) };
  server = await serveProbes({ HOST: '127.0.0.1', PORT: 0, METRICS_PORT: undefined }, dependencies);
});
afterEach(() => server.close());

const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(`${server.health.url}${path}`, init);

describe('the server of a worker', () => {
  it('answers /health/startup as soon as it listens', async () => {
    isUp = false;
    const answer = await ask('/health/startup?from=kubelet');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok', info: {}, error: {}, details: {} }]);
  });

  it.each(['/health/live', '/health/ready?from=kubelet'])('answers %s', async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ status: 'ok', details: { child: { status: 'up' } } });
  });

  it('answers with 503 and the checks when one of them is down', async () => {
    isUp = false;
    const answer = await ask('/health/ready');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: 'error', error: { database: { status: 'down' } } });
  });

  it('shows its metrics to Prometheus', async () => {
    new Gauge({ name: 'slots', help: 'slots', registers: [metrics] }).set(4);
    const answer = await ask('/metrics');
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await answer.text()).toMatch(/^slots 4$/m);
  });

  it('sends the headers alone to HEAD', async () => {
    const answer = await ask('/health/live', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(0);
    expect(await answer.text()).toBe('');
  });

  it.each([
    ['GET', '/tasks', 404, 'not-found'],
    ['GET', '//health/live', 404, 'not-found'],
    ['POST', '/metrics', 405, 'method-not-allowed'],
  ])('refuses %s %s with %i', async (method, path, status, code) => {
    const answer = await ask(path, { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const body = (await answer.json()) as Record<string, unknown>;
    expect(body).toMatchObject({ type: `urn:vocalborn:worker:${code}`, status, code, instance: path });
    expect(body.request_id).toBe(answer.headers.get('x-request-id'));
  });

  it('answers with 500 and shows no message when the metrics cannot be read', async () => {
    const collect = (): never => {
      throw new Error('secret');
    };
    new Gauge({ name: 'broken', help: 'broken', registers: [metrics], collect });
    const answer = await ask('/metrics');
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });

  it('tells who listens twice that the port is taken', async () => {
    const port = Number(new URL(server.health.url).port);
    const twice = serveProbes({ HOST: '127.0.0.1', PORT: port, METRICS_PORT: undefined }, dependencies);
    await expect(twice).rejects.toThrow('EADDRINUSE');
  });
});

describe('a worker with a port for metrics', () => {
  it('shows them there only', async () => {
    const apart = await serveProbes({ HOST: '127.0.0.1', PORT: 0, METRICS_PORT: 0 }, dependencies);
    const statuses = [
      ...[`${apart.metrics.url}/metrics`, `${apart.health.url}/metrics`],
      ...[`${apart.health.url}/health/ready`, `${apart.metrics.url}/health/ready`],
    ].map(async (url) => (await fetch(url)).status);
    expect(await Promise.all(statuses)).toEqual([200, 404, 200, 404]);
    const urls = [apart.health.url, apart.metrics.url];
    await apart.close();
    for (const url of urls) await expect(fetch(url)).rejects.toThrow();
  });

  it('does not start when the other port is taken, and frees the port for metrics', async () => {
    const port = await freePort();
    const taken = Number(new URL(server.health.url).port);
    const started = serveProbes({ HOST: '127.0.0.1', PORT: taken, METRICS_PORT: port }, dependencies);
    await expect(started).rejects.toThrow('EADDRINUSE');
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
  });
});
