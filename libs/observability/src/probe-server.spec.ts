import { Gauge, Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger, metricsRoute, ProbeServer } from './index.js';

let metrics: Registry;
let server: ProbeServer;
beforeEach(async () => {
  metrics = new Registry();
  const logger = createLogger({ name: 'spec', level: 'silent' });
  const options = { routes: metricsRoute(metrics), namespace: 'spec', logger };
  server = await ProbeServer.listen({ host: '127.0.0.1', port: 0 }, options);
});
afterEach(() => server.close());

describe('the server of probes', () => {
  it('answers its routes whatever the query', async () => {
    new Gauge({ name: 'slots', help: 'slots', registers: [metrics] }).set(4);
    const answer = await fetch(`${server.url}/metrics?from=prometheus`);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.text()).toMatch(/^slots 4$/m);
  });

  it.each([
    ['GET', '/', 404, 'not-found'],
    ['POST', '/metrics', 405, 'method-not-allowed'],
  ])('refuses %s %s with %i', async (method, path, status, code) => {
    const answer = await fetch(`${server.url}${path}`, { method });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
    expect(await answer.json()).toMatchObject({ type: `urn:vocalborn:spec:${code}`, code, instance: path });
  });
});
