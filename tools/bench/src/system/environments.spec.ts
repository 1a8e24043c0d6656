import type { Wiring } from '@vocalborn/system-harness';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bareWorkerProgram, gatewayProgram, profiling, workerEnvironment } from './environments.js';

const wiring: Wiring = {
  databaseUrl: 'postgres://x/y',
  brokerUrl: 'redis://x/2',
  resultBackendUrl: 'redis://x/3',
  audioFolder: '/audio',
  jwtSecret: 'secret',
  aiServiceKey: 'key',
  aiServiceUrl: 'http://ai',
};

describe('the programs', () => {
  it('of both gateways run as a cluster of two, with the same data', () => {
    const [product, baseline] = (['product', 'baseline'] as const).map((name) =>
      gatewayProgram(name, wiring, undefined),
    );
    expect(product?.entry).toBe(baseline?.entry);
    expect(existsSync(product?.entry ?? '')).toBe(true);
    expect(product?.env).toMatchObject({
      CLUSTER_PROCESSES: '2',
      DATABASE_URL: 'postgres://x/y',
      JWT_SECRET: 'secret',
    });
    expect(product?.env['CLUSTER_EXEC']).toMatch(/api-gateway\/dist\/main\.js$/);
    expect(baseline?.env['CLUSTER_EXEC']).toMatch(/bare-gateway\/main\.js$/);
  });

  it('of the workers have as many slots on both sides', () => {
    const two = [1, 2].map((number) => workerEnvironment(wiring, number, undefined));
    const slots = two.reduce((sum, env) => sum + Number(env['CELERY_WORKER_CONCURRENCY']), 0);
    expect(String(slots)).toBe(bareWorkerProgram(wiring).env['BARE_SLOTS']);
    expect(two.map((env) => env['WORKER_NAME'])).toEqual(['worker1', 'worker2']);
  });

  it('log warnings only', () => {
    expect(workerEnvironment(wiring, 1, undefined)['LOG_LEVEL']).toBe('warn');
    expect(gatewayProgram('product', wiring, undefined).env['LOG_LEVEL']).toBe('warn');
  });
});

describe('profiling', () => {
  it('changes nothing unless a folder is given', () => {
    expect(profiling(undefined)).toEqual({});
  });

  it('loads the recorder into the process and its children', () => {
    const { NODE_OPTIONS: options = '', BENCH_PROFILE_DIR: folder } = profiling('/profiles');
    expect(folder).toBe('/profiles');
    expect(existsSync(fileURLToPath(options.replace('--import ', '')))).toBe(true);
  });
});
