import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apps, containerOf, environmentOf, settingsOf } from './fixtures/apps.js';
import { root } from './read-manifests.js';
import { renderAll } from './render.js';
import type { Rendering } from './rendering.js';

const renderings = renderAll();
const production = renderings.get('production')!;

/** The Deployments whose number of pods something else than the Deployment says. */
const scaledIn = (rendering: Rendering): string[] => [
  ...rendering.all('HorizontalPodAutoscaler').map(({ spec }) => spec.scaleTargetRef.name),
  ...rendering.all('ScaledObject').map(({ spec }) => spec.scaleTargetRef.name),
];

it.each([...renderings.values()])('$name: one thing alone says the number of pods', (rendering) => {
  const open = apps.filter((app) => rendering.one('Deployment', app).spec!.replicas === undefined);
  expect(scaledIn(rendering).toSorted()).toEqual(open.toSorted());
});

it('the local overlay runs one pod of each app', () => {
  const replicas = renderings
    .get('local')!
    .all('Deployment')
    .map(({ spec }) => spec!.replicas);
  expect(replicas).toEqual([1, 1, 1, 1]);
});

describe('the number of workers', () => {
  const { spec } = production.one('ScaledObject', 'analysis-worker');
  const scaling = spec.advanced?.scalingModifiers;

  it('is (waiting + active) / slots', () => {
    const { CELERY_WORKER_CONCURRENCY: slots } = environmentOf(production, 'analysis-worker');
    expect(scaling).toEqual({ formula: 'wait + active', target: slots, metricType: 'AverageValue' });
    expect(spec.triggers.map(({ name }) => name)).toEqual(['wait', 'active']);
  });

  it('counts the lists of the queue, in its database', () => {
    const source = readFileSync(join(root, 'libs', 'task-queue', 'src', 'queue-options.ts'), 'utf8');
    const queue = /queueName = '(\w+)'/.exec(source)?.[1];
    const lists = spec.triggers.map(({ metadata }) => metadata['listName']);
    expect(lists).toEqual(['wait', 'active'].map((list) => `bull:${queue}:${list}`));
    const database = new URL(environmentOf(production, 'analysis-worker')['CELERY_BROKER_URL']!).pathname.slice(1);
    expect(spec.triggers.map(({ metadata }) => metadata['databaseIndex'])).toEqual([database, database]);
  });

  it('is never zero, falls slowly, and is a usual one while Redis does not answer', () => {
    expect(spec.minReplicaCount).toBeGreaterThanOrEqual(2);
    const { scaleDown } = spec.advanced!.horizontalPodAutoscalerConfig!.behavior!;
    expect(scaleDown?.stabilizationWindowSeconds).toBeGreaterThanOrEqual(300);
    expect(scaleDown?.policies).toEqual([{ type: 'Pods', value: 1, periodSeconds: 60 }]);
    expect(spec.fallback?.replicas).toBeGreaterThanOrEqual(spec.minReplicaCount!);
    expect(spec.fallback?.replicas).toBeLessThanOrEqual(spec.maxReplicaCount!);
  });

  it('is read with the parts of the address of Redis', () => {
    const { secretTargetRef: parts = [] } = production.one('TriggerAuthentication', 'queue-redis').spec;
    expect(parts.map(({ parameter }) => parameter)).toEqual(['host', 'port', 'username', 'password', 'tls']);
    for (const { authenticationRef } of spec.triggers) expect(authenticationRef?.name).toBe('queue-redis');
  });
});

it('the ai-service has a core for each analysis that runs, and the memory for their heaps', () => {
  const settings = settingsOf['ai-service'](environmentOf(production, 'ai-service'));
  const { limits } = containerOf(production, 'ai-service').resources!;
  expect(Number(limits!['cpu'])).toBe(settings.ANALYSIS_POOL_SIZE);
  const gibibytes = Number(/^(\d+)Gi$/.exec(String(limits!['memory']))?.[1]);
  // Half a gibibyte per thread for samples, which lie outside the heaps.
  expect(gibibytes * 1024).toBeGreaterThanOrEqual(
    settings.ANALYSIS_POOL_SIZE * (settings.ANALYSIS_THREAD_MEMORY_MB + 512),
  );
});
