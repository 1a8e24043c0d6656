import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import { describe, expect, it } from 'vitest';
import { apiGatewaySettings } from '@vocalborn/settings';
import { environmentOf } from './fixtures/apps.js';
import { parseManifests } from './read-manifests.js';
import { k8s, renderOverlay } from './render.js';
import type { Rendering } from './rendering.js';

const production = renderOverlay('production');
const local = renderOverlay('local');

/** Name and key of every value that a pod or KEDA reads from a Secret. */
function readIn(rendering: Rendering): { name: string; key: string }[] {
  const variables = rendering.templates().flatMap(({ spec }) => spec!.containers.flatMap(({ env = [] }) => env));
  const byPods = variables.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []);
  const byKeda = rendering.all('TriggerAuthentication').flatMap(({ spec }) => spec.secretTargetRef ?? []);
  return [...byPods, ...byKeda].map(({ name = '', key }) => ({ name, key }));
}

const keysOf = (rendering: Rendering, secret: RegExp): string[] => {
  const keys = readIn(rendering)
    .filter(({ name }) => secret.test(name))
    .map(({ key }) => key);
  return [...new Set(keys)].toSorted();
};

const ofApps = /^vocalborn(-[a-z0-9]{10})?$/;
const ofMigration = /^vocalborn-migration$/;

/** The keys of an example file. */
const exampleKeys = (file: string): string[] =>
  [...readFileSync(join(k8s, 'overlays', 'production', file), 'utf8').matchAll(/^(\w+)=/gm)].map(([, key]) => key!);

describe('the template and the example files', () => {
  const templates = parseManifests(readFileSync(join(k8s, 'base', 'secret.template.yaml'), 'utf8')) as ISecret[];

  it.each([
    ['vocalborn', ofApps, 'secret.example.env'],
    ['vocalborn-migration', ofMigration, 'migration-secret.example.env'],
  ])('of %s name exactly what production reads', (name, pattern, file) => {
    const template = templates.find(({ metadata }) => metadata?.name === name);
    expect(Object.keys(template?.stringData ?? {}).toSorted()).toEqual(keysOf(production, pattern));
    expect(exampleKeys(file).toSorted()).toEqual(keysOf(production, pattern));
  });

  it('hold no value', () => {
    const values = templates.flatMap(({ stringData = {} }) => Object.values(stringData));
    expect(values.filter((value) => value !== '')).toEqual([]);
  });

  it('left unfilled, keep an app from starting', () => {
    const empty = Object.fromEntries(exampleKeys('secret.example.env').map((key) => [key, '']));
    const environment = { ...environmentOf(production, 'api-gateway'), ...empty };
    expect(() => apiGatewaySettings(environment)).toThrow(/DATABASE_URL[^]*JWT_SECRET/);
  });
});

it.each([local, production])('what pods of $name must have is in the Secrets that it makes', (rendering) => {
  const missing = readIn(rendering).filter(({ name }) => rendering.one('Secret', name).data === undefined);
  expect(missing).toEqual([]);
});

it('a changed Secret or ConfigMap replaces the pods that read it, by the hash in its name', () => {
  for (const rendering of [local, production]) {
    const names = [...rendering.all('Secret'), ...rendering.all('ConfigMap')].map(
      ({ metadata }) => metadata?.name ?? '',
    );
    const fixed = names.filter((name) => !/-[a-z0-9]{10}$/.test(name));
    // A Job cannot be changed: a hash in the name of its Secret would keep the corrected one from being applied.
    expect(fixed).toEqual(['vocalborn-migration']);
  }
});

it('KEDA reads the Secret under the name that it has', () => {
  const [secret] = production.one('TriggerAuthentication', 'queue-redis').spec.secretTargetRef ?? [];
  expect(secret?.name).toBe(production.one('Secret', 'vocalborn').metadata?.name);
});

it('production cannot run without a key of the ai-service: it is a required key of the Secret', () => {
  for (const app of ['api-gateway', 'analysis-worker', 'ai-service']) {
    const [container] = production.one('Deployment', app).spec!.template.spec!.containers;
    const key = container?.env?.find(({ name }) => name === 'AI_SERVICE_API_KEY');
    expect(key).toEqual({
      name: 'AI_SERVICE_API_KEY',
      valueFrom: { secretKeyRef: { name: expect.stringMatching(ofApps) as string, key: 'AI_SERVICE_API_KEY' } },
    });
  }
});
