import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apps, containerOf, environmentOf, podOf, settingsOf, type App } from './fixtures/apps.js';
import { root } from './read-manifests.js';
import { renderOverlay } from './render.js';
import type { Rendering } from './rendering.js';

const local = renderOverlay('local');
const production = renderOverlay('production');

/** Seconds after which a cluster autoscaler removes a node, whatever its pods say. */
const autoscalerSeconds = 600;
/** Seconds that a worker has to hand its tasks back after its grace, and that a server has beyond an upload's limit. */
const spareSeconds = 30;

describe.each([local, production])('stopping in $name', (rendering) => {
  const graceOf = (app: App): number => podOf(rendering, app).terminationGracePeriodSeconds!;
  const sleepOf = (app: App): number => containerOf(rendering, app).lifecycle?.preStop?.sleep?.seconds ?? 0;

  it.each(apps)('%s ends before a cluster autoscaler ends it', (app) => {
    expect(graceOf(app)).toBeLessThanOrEqual(autoscalerSeconds);
  });

  it('the gateway has the time for an upload that has just begun', () => {
    const { UPLOAD_TIMEOUT_SECONDS: upload } = settingsOf['api-gateway'](environmentOf(rendering, 'api-gateway'));
    expect(sleepOf('api-gateway') + upload + spareSeconds).toBeLessThanOrEqual(graceOf('api-gateway'));
  });

  it('the worker has the time to hand back the tasks that it did not finish', () => {
    const { SHUTDOWN_GRACE_SECONDS: grace } = settingsOf['analysis-worker'](
      environmentOf(rendering, 'analysis-worker'),
    );
    expect(sleepOf('analysis-worker') + grace + spareSeconds).toBeLessThanOrEqual(graceOf('analysis-worker'));
  });

  it('the ai-service has the time to finish the analyses that it runs', () => {
    const { SHUTDOWN_GRACE_SECONDS: grace } = settingsOf['ai-service'](environmentOf(rendering, 'ai-service'));
    expect(sleepOf('ai-service') + grace).toBeLessThan(graceOf('ai-service'));
  });

  it.each(['api-gateway', 'ai-service', 'monitor'] as const)('%s waits until no request is sent to it', (app) => {
    expect(sleepOf(app)).toBeGreaterThanOrEqual(5);
    expect(sleepOf(app)).toBeLessThan(graceOf(app));
  });
});

/** Processes of one pod that have a pool. A worker has a child, and its successor or the parent that rescues its tasks. */
const processes = { 'api-gateway': 1, 'analysis-worker': 2, monitor: 1 } as const;
/** What a migration run and a backup open. */
const jobConnections = 4 + 1;
/** What Postgres keeps for superusers by default. */
const reserved = 3;

/** The most pods that an app's autoscaler, or its Deployment, makes. */
function mostPods(rendering: Rendering, app: App): number {
  const byKeda = rendering.all('ScaledObject').find(({ spec }) => spec.scaleTargetRef.name === app);
  const byCpu = rendering.all('HorizontalPodAutoscaler').find(({ spec }) => spec.scaleTargetRef.name === app);
  return byKeda?.spec.maxReplicaCount ?? byCpu?.spec.maxReplicas ?? rendering.one('Deployment', app).spec!.replicas!;
}

/**
 * The most connections that an app opens, during a replacement: as many old pods finish their work as new ones run, and
 * Kubernetes does not count the old ones any more when it adds the surge.
 */
function mostConnections(rendering: Rendering, app: keyof typeof processes): number {
  const surge = rendering.one('Deployment', app).spec!.strategy!.rollingUpdate!.maxSurge as number;
  const pods = 2 * mostPods(rendering, app) + surge;
  return pods * processes[app] * settingsOf[app](environmentOf(rendering, app)).DATABASE_POOL_SIZE;
}

function neededConnections(rendering: Rendering): number {
  const named = Object.keys(processes) as (keyof typeof processes)[];
  return named.reduce((sum, app) => sum + mostConnections(rendering, app), jobConnections);
}

/** The `max_connections` that Postgres must have: stated once for each rendering. */
function statedConnections(rendering: Rendering): number {
  const annotations = rendering.one('ConfigMap', 'shared-settings').metadata?.annotations;
  return Number(annotations?.['vocalborn.analysis/postgres-max-connections']);
}

describe.each([local, production])('connections to Postgres in $name', (rendering) => {
  it('fit into the stated max_connections when every app is at its largest and is replaced', () => {
    expect(neededConnections(rendering)).toBeLessThanOrEqual(statedConnections(rendering) - reserved);
  });

  it('are opened by no other app', () => {
    const connected = apps.filter((app) => environmentOf(rendering, app)['DATABASE_URL'] !== undefined);
    expect(connected).toEqual(Object.keys(processes));
  });
});

it('the Postgres of the local overlay has the stated max_connections', () => {
  const [container] = local.one('StatefulSet', 'postgres').spec!.template.spec!.containers;
  expect(container?.args).toContain(`max_connections=${statedConnections(local)}`);
});

it('the documentation tells the sum of production', () => {
  const text = readFileSync(join(root, 'docs', 'deployment.md'), 'utf8');
  const told = `The sum, ${neededConnections(production)}, fits into \`max_connections\` ${statedConnections(production)}`;
  expect(text).toContain(told);
});
