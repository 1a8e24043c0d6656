import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lastOf } from './dockerfile.js';
import { serviceOf, stageOf } from './filled-compose.js';
import { composeFolder, readDockerFile } from './read-compose.js';

const apps = ['api-gateway', 'analysis-worker', 'ai-service', 'monitor'];

const read = (name: string): unknown => parse(readDockerFile(`observability/${name}`));

/** The file of the repository that a service finds at a path; undefined when nothing is mounted there. */
function mountedAt(service: string, path: string): string | undefined {
  const mounts = (serviceOf(service).volumes ?? []).map((volume) => volume.split(':') as [string, string, string?]);
  const [source, , mode] = mounts.find(([, target]) => target === path) ?? [];
  return source !== undefined && mode === 'ro' && existsSync(join(composeFolder, source))
    ? basename(source)
    : undefined;
}

interface Prometheus {
  readonly rule_files: readonly string[];
  readonly alerting: { readonly alertmanagers: readonly { static_configs: readonly { targets: string[] }[] }[] };
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly dns_sd_configs: readonly { readonly names: readonly string[]; readonly port: number }[];
  }[];
}

describe('Prometheus', () => {
  const prometheus = read('prometheus.yaml') as Prometheus;

  it('is started with its configuration, and with the generated rules beside that', () => {
    expect(serviceOf('prometheus').command).toContain('--config.file=/etc/prometheus/prometheus.yaml');
    expect(mountedAt('prometheus', '/etc/prometheus/prometheus.yaml')).toBe('prometheus.yaml');
    expect(prometheus.rule_files).toEqual(['vocalborn.rules.yaml']);
    expect(mountedAt('prometheus', '/etc/prometheus/vocalborn.rules.yaml')).toBe('vocalborn.rules.yaml');
  });

  it('asks every app for its metrics, by the name of its service and at its port', () => {
    const asked = prometheus.scrape_configs.map(({ job_name: job, dns_sd_configs: found }) => [job, found]);
    expect(asked.map(([job]) => job)).toEqual(expect.arrayContaining(apps));
    expect(asked).toEqual(
      apps.map((app) => [
        app,
        [expect.objectContaining({ names: [app], port: Number(lastOf(stageOf(app), 'EXPOSE')) })],
      ]),
    );
  });

  it('tells the Alertmanager of the same file', () => {
    expect(prometheus.alerting.alertmanagers).toEqual([{ static_configs: [{ targets: ['alertmanager:9093'] }] }]);
    expect(serviceOf('alertmanager').command).toContain('--config.file=/etc/alertmanager/alertmanager.yaml');
    expect(mountedAt('alertmanager', '/etc/alertmanager/alertmanager.yaml')).toBe('alertmanager.yaml');
  });
});

describe('Grafana', () => {
  it('has Prometheus as its source of data', () => {
    expect(mountedAt('grafana', '/etc/grafana/provisioning/datasources/vocalborn.yaml')).toBe(
      'grafana-datasources.yaml',
    );
    const { datasources } = read('grafana-datasources.yaml') as { datasources: readonly object[] };
    expect(datasources).toEqual([expect.objectContaining({ type: 'prometheus', url: 'http://prometheus:9090' })]);
    expect(serviceOf('prometheus').healthcheck?.test.join(' ')).toContain('127.0.0.1:9090');
  });

  it('finds the generated dashboard', () => {
    expect(mountedAt('grafana', '/etc/grafana/provisioning/dashboards/vocalborn.yaml')).toBe('grafana-dashboards.yaml');
    const { providers } = read('grafana-dashboards.yaml') as { providers: readonly { options: { path: string } }[] };
    const [folder] = providers.map(({ options }) => options.path);
    expect(mountedAt('grafana', `${folder}/vocalborn-dashboard.json`)).toBe('vocalborn-dashboard.json');
  });
});

describe('the OpenTelemetry collector', () => {
  interface Collector {
    readonly service: { readonly pipelines: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> };
    readonly [kind: string]: object;
  }

  it('is started with its configuration', () => {
    expect(serviceOf('otel-collector').command).toEqual(['--config=/etc/otelcol/config.yaml']);
    expect(mountedAt('otel-collector', '/etc/otelcol/config.yaml')).toBe('otel-collector.yaml');
  });

  it('joins only parts that it has, and all of them', () => {
    const collector = read('otel-collector.yaml') as Collector;
    for (const kind of ['receivers', 'processors', 'exporters']) {
      const used = Object.values(collector.service.pipelines).flatMap((pipeline) => pipeline[kind] ?? []);
      expect(Object.keys(collector[kind] ?? {}).toSorted()).toEqual([...new Set(used)].toSorted());
    }
  });
});
