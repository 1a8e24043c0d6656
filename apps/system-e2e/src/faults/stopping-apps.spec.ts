import { System } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const apps = ['api-gateway', 'analysis-worker', 'ai-service', 'monitor'] as const;

let system: System;
beforeAll(async () => {
  system = await System.start();
});
afterAll(() => system.stop());

describe('an app that is asked to end', () => {
  // A process that ends itself with the signal would not end as process 1 of a container: Linux ignores the signal there.
  it.each(apps)('%s ends with status 0, and not by the signal', async (app) => {
    expect(await system.app(app).stop('SIGTERM', 60_000)).toEqual({ code: 0, signal: null });
  });
});
