import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apps, containerOf, environmentOf, settingsOf, type App } from './fixtures/apps.js';
import { root } from './read-manifests.js';
import { renderOverlay } from './render.js';

const renderings = [renderOverlay('local'), renderOverlay('production')];
const [, production] = renderings as [unknown, (typeof renderings)[number]];
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const dockerfile = readFileSync(join(root, 'docker', 'Dockerfile'), 'utf8');
const imageStage = (app: App): string =>
  new RegExp(String.raw`^FROM runtime AS ${app}$([^]*?)(?=^FROM |$(?![^]))`, 'm').exec(dockerfile)?.[1] ?? '';

it.each(renderings)('every image of $name has a tag, and ours the version of the package', (rendering) => {
  const images = rendering.templates().flatMap(({ spec }) => spec!.containers.map(({ image = '' }) => image));
  const ours = images.filter((image) => image.startsWith('vocalborn/'));
  expect(ours.filter((image) => !image.endsWith(`:${version}`))).toEqual([]);
  expect(images.filter((image) => !/:\d+\.\d+[\w.-]*$/.test(image))).toEqual([]);
});

it.each(renderings)(
  'the migration Job of $name carries the version, so that a new one can be applied at once',
  (rendering) => {
    expect(rendering.all('Job').map(({ metadata }) => metadata?.name)).toEqual([
      `migrate-${version.replaceAll('.', '-')}`,
    ]);
  },
);

describe.each(apps)('%s', (app) => {
  it('runs the image that the Dockerfile has a target for', () => {
    expect(containerOf(production, app).image).toBe(`vocalborn/${app}:${version}`);
    expect(imageStage(app)).toContain(`"apps/${app}/dist/main.js"`);
  });

  it('is asked for its health where it listens', () => {
    const { startupProbe, livenessProbe, readinessProbe, ports } = containerOf(production, app);
    const asked = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet);
    expect(asked).toEqual(['startup', 'live', 'ready'].map((kind) => ({ path: `/health/${kind}`, port: 'http' })));
    const settings = settingsOf[app](environmentOf(production, app));
    expect(ports).toEqual([
      { name: 'http', containerPort: settings.PORT },
      { name: 'metrics', containerPort: settings.METRICS_PORT },
    ]);
    expect(imageStage(app)).toContain(`EXPOSE ${settings.PORT}\n`);
  });

  it('is reached through a service that selects its pods, and tells its metrics to Prometheus', () => {
    const { selector, template } = production.one('Deployment', app).spec!;
    const labels = template.metadata?.labels;
    expect(selector.matchLabels).toEqual(labels);
    const { PORT: port, METRICS_PORT: metricsPort } = settingsOf[app](environmentOf(production, app));
    const service = production.one('Service', app);
    expect(service.spec!.selector).toEqual(labels);
    expect(service.spec!.ports).toEqual([
      { name: 'http', port, targetPort: 'http' },
      { name: 'metrics', port: metricsPort, targetPort: 'metrics' },
    ]);
    expect(template.metadata?.annotations).toMatchObject({ 'prometheus.io/port': String(metricsPort) });
    const { spec } = production.one('ServiceMonitor', app);
    expect(service.metadata?.labels).toMatchObject(spec.selector.matchLabels!);
    expect(spec.endpoints).toEqual([expect.objectContaining({ port: 'metrics', path: '/metrics' })]);
  });
});
