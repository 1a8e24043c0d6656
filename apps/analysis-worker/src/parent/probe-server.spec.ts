import { createLogger } from '@vocalborn/observability';
import { Gauge, Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { supervisedReport } from '../fixtures/child-status.js';
import { Health } from './health.js';
import { ProbeServer } from './probe-server.js';

let isUp: boolean;
let metrics: Registry;
let server: ProbeServer;
beforeEach(async () => {
  isUp = true;
  const health = new Health({ latest: () => supervisedReport({ databaseUp: isUp }) }, { latest: {} });
  metrics = new Registry();
  const logger = createLogger({ name: 'spec', level: 'silent' });
  server = await ProbeServer.listen({ host: '127.0.0.1', port: 0 }, { health, metrics, logger });
});
afterEach(() => server.close());

const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(`${server.url}${path}`, init);

describe('the server of a worker', () => {
  it.each(['/health/live', '/health/ready', '/health/startup?from=kubelet'])('answers %s', async (path) => {
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
    const port = Number(new URL(server.url).port);
    const parts = { health: new Health({ latest: () => null }, { latest: null }), metrics };
    const logger = createLogger({ name: 'spec', level: 'silent' });
    await expect(ProbeServer.listen({ host: '127.0.0.1', port }, { ...parts, logger })).rejects.toThrow('EADDRINUSE');
  });
});
