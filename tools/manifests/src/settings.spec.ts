import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsCatalogue } from '@vocalborn/settings';
import { describe, expect, it } from 'vitest';
import { apps, containerOf, environmentOf, settingsOf, type App } from './fixtures/apps.js';
import { k8s, renderOverlay } from './render.js';

const production = renderOverlay('production');
const renderings = [renderOverlay('local'), production];

const everywhere = {
  HOST: 'the default listens on the addresses of the pod',
};

/** The settings that a deployment must leave alone, with the reason. */
const leftAlone: Readonly<Record<App, Readonly<Record<string, string>>>> = {
  'api-gateway': { ...everywhere, WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'for tests; webhooks could reach the cluster' },
  'analysis-worker': {
    ...everywhere,
    WORKER_NAME: 'the second half of the name, the pod, tells workers apart',
    RETRY_DELAY_SCALE: 'for tests and drills',
  },
  'ai-service': everywhere,
  monitor: everywhere,
};

/** The names in a file of settings: set, or shown with their defaults behind a `#`. */
const namesIn = (file: string): string[] =>
  [...readFileSync(join(k8s, 'base', file), 'utf8').matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name!);

const settingNames = (app: App): string[] =>
  settingsCatalogue()
    .get(app)!
    .map(({ name }) => name);
const shared = namesIn('shared.env');
const variablesOf = (app: App) => containerOf(production, app).env ?? [];
const fromSecret = (app: App) => variablesOf(app).filter(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined);

describe.each(apps)('%s', (app) => {
  it('reaches every setting by a ConfigMap, the Secret or the manifest, unless a deployment must leave it alone', () => {
    const wired = new Set([...shared, ...namesIn(`${app}.env`), ...variablesOf(app).map(({ name }) => name)]);
    expect(settingNames(app).filter((name) => !wired.has(name))).toEqual(Object.keys(leftAlone[app]));
    expect(Object.keys(leftAlone[app]).filter((name) => wired.has(name))).toEqual([]);
  });

  it('has only settings of its own in its file and its variables', () => {
    const others = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
    const given = [...namesIn(`${app}.env`), ...variablesOf(app).map(({ name }) => name)];
    expect(given.filter((name) => !settingNames(app).includes(name) && !others.includes(name))).toEqual([]);
  });

  it('has no secret in a file of settings', () => {
    const secret = fromSecret(app).map(({ name }) => name);
    const inFiles = [...namesIn(`${app}.env`), ...shared].filter((name) => name !== 'AUDIO_STORE_URL');
    expect(secret.filter((name) => inFiles.includes(name))).toEqual([]);
  });

  it('does not start without the secrets that it cannot do without', () => {
    const known = [
      'DATABASE_URL',
      'CELERY_BROKER_URL',
      'CELERY_RESULT_BACKEND',
      'AI_SERVICE_API_KEY',
      'AUDIO_STORE_URL',
    ];
    const required = fromSecret(app).filter(({ valueFrom }) => valueFrom?.secretKeyRef?.optional !== true);
    const expected = known.filter((name) => settingNames(app).includes(name));
    expect(required.map(({ name }) => name).toSorted()).toEqual(expected.toSorted());
  });

  it.each(renderings)('accepts the environment of $name', (rendering) => {
    expect(() => settingsOf[app](environmentOf(rendering, app))).not.toThrow();
  });

  it('reads the shared settings first, so that its own prevail', () => {
    const maps = containerOf(production, app).envFrom?.map(({ configMapRef }) => configMapRef?.name);
    expect(maps).toEqual([expect.stringMatching(/^shared-settings-/), expect.stringMatching(`^${app}-settings-`)]);
  });
});

it('a shared setting is known to two apps or more', () => {
  const lonely = shared.filter((name) => apps.filter((app) => settingNames(app).includes(name)).length < 2);
  expect(lonely).toEqual([]);
});

it('the worker and the gateway find the ai-service by its service, and prove themselves with its key', () => {
  const { hostname, port } = new URL(environmentOf(production, 'analysis-worker')['AI_SERVICE_URL']!);
  expect(production.one('Service', hostname).spec!.ports![0]!.port).toBe(Number(port));
  const keys = apps.map((app) => environmentOf(production, app)['AI_SERVICE_API_KEY']);
  expect(keys).toEqual(['of-tests', 'of-tests', 'of-tests', undefined]);
});
