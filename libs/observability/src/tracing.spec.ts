import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from './logger.js';
import { beginSpan, inSpan, isTracing, startTracing, stopTracing, traceparent } from './tracing.js';

const parent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

afterEach(async () => {
  await stopTracing().catch(() => undefined);
  vi.unstubAllEnvs();
});

/** Starts to trace; what is sent goes nowhere. */
async function start(): Promise<void> {
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://127.0.0.1:1');
  vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', '10');
  await startTracing('spec', true);
}

describe('without tracing', () => {
  it('work runs as it is, and there is no span', async () => {
    await startTracing('spec', false);
    expect(isTracing()).toBe(false);
    expect(await inSpan('work', { kind: 'internal' }, () => Promise.resolve(traceparent()))).toBeUndefined();
    expect(beginSpan('work', { kind: 'internal' })).toBeNull();
  });
});

describe('with tracing', () => {
  it('a span continues the trace of whoever caused the work, also in spans within it', async () => {
    await start();
    const told = await inSpan('outer', { kind: 'server', parent }, async () => {
      const outer = traceparent();
      await Promise.resolve();
      return [outer, await inSpan('inner', { kind: 'client' }, () => Promise.resolve(traceparent()))];
    });
    for (const each of told) expect(each).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01$/);
    expect(new Set([...told, parent]).size).toBe(3);
    expect(traceparent()).toBeUndefined();
  });

  it.each([undefined, 'nonsense', ''])('a span with the parent %j begins a trace', async (given) => {
    await start();
    const told = await inSpan('work', { kind: 'server', parent: given }, () => Promise.resolve(traceparent()));
    expect(told).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('work that fails throws its own error', async () => {
    await start();
    const failing = inSpan('work', { kind: 'internal' }, () => Promise.reject(new TypeError('its own')));
    await expect(failing).rejects.toThrow('its own');
  });

  it('log lines within a span carry its ids', async () => {
    await start();
    const lines: string[] = [];
    const logger = createLogger({ name: 'spec', level: 'info' }, { write: (line) => lines.push(line) });
    logger.info('outside');
    await inSpan('work', { kind: 'server', parent }, () => {
      logger.info('inside');
      return Promise.resolve();
    });
    const [outside, inside] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(outside).not.toHaveProperty('trace_id');
    expect(inside).toMatchObject({ trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: expect.any(String) });
  });
});
