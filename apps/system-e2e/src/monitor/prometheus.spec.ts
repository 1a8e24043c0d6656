import { freePort, ManagedProcess, System, temporaryFolder, waitFor, workspaceRoot } from '@vocalborn/system-harness';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';
import { AlertReceiver } from './alert-receiver.js';
import { findMonitoringTools, runTool, type MonitoringTools } from './monitoring-tools.js';

const rulesFile = join(workspaceRoot, 'k8s/monitoring/vocalborn.rules.yaml');
const dashboardFile = join(workspaceRoot, 'k8s/monitoring/vocalborn-dashboard.json');
const composeFile = (name: string): string => join(workspaceRoot, 'docker/observability', name);
const alertName = 'Worker 離線告警';
const apps = ['api-gateway', 'ai-service', 'analysis-worker', 'monitor'];

/** What the Alertmanager posts to its receivers. */
interface Notification {
  readonly alerts: readonly { status: string; labels: Record<string, string> }[];
}

let tools: MonitoringTools;
let system: System;
let receiver: AlertReceiver<Notification>;
let prometheusUrl: string;
const servers: ManagedProcess[] = [];
const folder = temporaryFolder('prometheus');

beforeAll(async () => {
  tools = await findMonitoringTools();
  receiver = await AlertReceiver.start<Notification>();
  const alertmanagerUrl = await startAlertmanager();
  const rules = join(folder.path, 'alerts.yaml');
  const shipped = readFileSync(join(workspaceRoot, 'apps/monitor/alerts.yaml'), 'utf8');
  writeFileSync(rules, shipped.replaceAll('severity: critical', 'severity: critical\n    keep: 5s'));
  const monitor = { ALERTMANAGER_URL: alertmanagerUrl, ALERT_RULES_FILE: rules };
  system = await System.start({ workers: 1, env: { monitor } });
  prometheusUrl = await startPrometheus(new URL(alertmanagerUrl).host);
}, 420_000);
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await system.stop();
  await receiver.stop();
  folder.remove();
});

/** Starts a server and waits until it says that it is ready. */
async function start(command: string, args: readonly string[], cwd = folder.path): Promise<string> {
  const port = await freePort();
  const server = new ManagedProcess({ command, args: [...args, `--web.listen-address=127.0.0.1:${port}`], cwd });
  servers.push(server);
  const url = `http://127.0.0.1:${port}`;
  await waitFor(
    async () => {
      server.assertRunning();
      return (await fetch(`${url}/-/ready`)).ok;
    },
    { what: `${command} to be ready`, timeoutMs: 180_000 },
  );
  return url;
}

async function startAlertmanager(): Promise<string> {
  const config = join(folder.path, 'alertmanager.json');
  const route = { receiver: 'test', group_by: ['...'], group_wait: '1s', group_interval: '1s', repeat_interval: '1h' };
  const receivers = [{ name: 'test', webhook_configs: [{ url: receiver.url }] }];
  writeFileSync(config, JSON.stringify({ route, receivers }));
  const storage = `--storage.path=${join(folder.path, 'alertmanager')}`;
  const args = [`--config.file=${config}`, storage, '--cluster.listen-address='];
  return start(tools.alertmanager, args, tools.alertmanagerFolder);
}

/** The generated rules, with less patience. */
function hastyRules(): string {
  const path = join(folder.path, 'hasty.rules.yaml');
  writeFileSync(path, readFileSync(rulesFile, 'utf8').replaceAll('keep_firing_for: 30s', 'keep_firing_for: 5s'));
  return path;
}

async function startPrometheus(alertmanager: string): Promise<string> {
  const config = join(folder.path, 'prometheus.json');
  const targets = apps.map((app) => new URL(system.app(app).url).host);
  const content = {
    global: { scrape_interval: '2s', evaluation_interval: '2s' },
    rule_files: [hastyRules()],
    scrape_configs: [{ job_name: 'vocalborn', static_configs: [{ targets }] }],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
  };
  writeFileSync(config, JSON.stringify(content));
  const storage = `--storage.tsdb.path=${join(folder.path, 'prometheus')}`;
  return start(tools.prometheus, [`--config.file=${config}`, storage]);
}

async function query<Value>(path: string): Promise<Value> {
  const response = await fetch(`${prometheusUrl}/api/v1/${path}`);
  const { data, error } = (await response.json()) as { data: Value; error?: string };
  if (error !== undefined) throw new Error(error);
  return data;
}

const metricsOf = async (app: string): Promise<string> => (await fetch(`${system.app(app).url}/metrics`)).text();

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const expressions = (): string[] => {
  const { panels } = JSON.parse(readFileSync(dashboardFile, 'utf8')) as { panels: readonly Panel[] };
  return panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
};

describe('Prometheus', () => {
  it('scrapes every app', async () => {
    const patient = GatewayClient.patientOf(system);
    const taskId = await patient.analyzeSample('zh-patient');
    await patient.until(taskId, 'success');
    const scraped = await waitFor(
      async () => {
        const { activeTargets } = await query<{ activeTargets: { health: string }[] }>('targets');
        return activeTargets.filter(({ health }) => health === 'up').length === apps.length ? activeTargets : null;
      },
      { what: 'every app to be scraped', timeoutMs: 180_000 },
    );
    expect(scraped).toHaveLength(apps.length);
  });

  it('finds no fault in the metrics of any app', async () => {
    for (const app of apps) {
      const { code, output } = await runTool(tools.promtool, ['check', 'metrics'], await metricsOf(app));
      expect(`${app}: ${output}`).toBe(`${app}: `);
      expect(code).toBe(0);
    }
  });

  it('takes the generated rules', async () => {
    const { code, output } = await runTool(tools.promtool, ['check', 'rules', rulesFile]);
    expect(output).toContain('SUCCESS: 35 rules found');
    expect(code).toBe(0);
  });

  it('raises the alerts of an objective when its error budget burns, and not for a few errors', async () => {
    const answers = (status: string, values: string): object => ({
      series: `http_request_duration_seconds_count{job="api-gateway",route="/tasks/:task_id",status="${status}"}`,
      values,
    });
    const raised = (at: string, severity: string, isRaised: boolean): object => ({
      eval_time: at,
      alertname: severity === 'critical' ? '服務目標快速偏離告警' : '服務目標持續偏離告警',
      exp_alerts: isRaised ? [{ exp_labels: { severity, objective: 'answers' } }] : [],
    });
    /** Ten hours of a thousand good answers a minute, and those with an error. */
    const given = (errors: string, ...alerts: readonly object[]): object => ({
      interval: '1m',
      input_series: [answers('200', '0+1000x600'), answers('503', errors)],
      alert_rule_test: alerts,
    });
    const tests = [
      // Half of what the objective allows.
      given('0+0.5x600', raised('9h', 'critical', false), raised('9h', 'warning', false)),
      // Twenty times what it allows, in the third hour.
      given(
        '0x120 0+20x60 1200x420',
        ...[raised('1h50m', 'critical', false), raised('3h', 'critical', true), raised('3h30m', 'critical', false)],
      ),
      // Twice what it allows, all the time.
      given('0+2x600', raised('9h', 'critical', false), raised('9h', 'warning', true)),
    ];
    const bare = readFileSync(rulesFile, 'utf8').replaceAll(/^ +annotations:\n(?: {10}.*\n)+/gm, '');
    writeFileSync(join(folder.path, 'bare.rules.yaml'), bare);
    const file = join(folder.path, 'burn-rates.yaml');
    writeFileSync(file, JSON.stringify({ rule_files: ['bare.rules.yaml'], evaluation_interval: '1m', tests }));
    const { code, output } = await runTool(tools.promtool, ['test', 'rules', file]);
    expect(output).toContain('SUCCESS');
    expect(code).toBe(0);
  });

  it('takes the configuration of Docker Compose, with the rules beside it', async () => {
    const beside = join(folder.path, 'compose');
    mkdirSync(beside);
    for (const file of [composeFile('prometheus.yaml'), rulesFile]) copyFileSync(file, join(beside, basename(file)));
    const { code, output } = await runTool(tools.promtool, ['check', 'config', join(beside, 'prometheus.yaml')]);
    expect(output).toContain('1 rule files found');
    expect(code).toBe(0);
  });

  it('is told what Flower’s exporter tells', async () => {
    const text = await waitFor(
      async () => {
        const now = await metricsOf('monitor');
        return /flower_task_runtime_seconds_count\{/.test(now) ? now : null;
      },
      { what: 'the task to be counted' },
    );
    expect(text).toMatch(/flower_events_total\{worker="worker1@[^"]+",task="analyze_audio",type="task-succeeded",/);
    for (const name of [
      'flower_task_prefetch_time_seconds',
      'flower_worker_prefetched_tasks',
      'flower_worker_online',
      'flower_worker_number_of_currently_executing_tasks',
    ]) {
      expect(text).toMatch(new RegExp(`^${name}\\{worker="worker1@`, 'm'));
    }
  });

  it('understands every expression of the dashboard, and knows its metrics', async () => {
    const known = (await Promise.all(apps.map(metricsOf))).join('\n');
    const used = expressions().flatMap((expr) => expr.match(/\b(?:vocalborn|nodejs|process|http)_\w+/g) ?? []);
    const unknown = new Set(used.map((name) => name.replace(/_(?:bucket|count)$/, '')));
    for (const [, name] of known.matchAll(/^# TYPE (\S+) /gm)) unknown.delete(name ?? '');
    expect([...unknown]).toEqual([]);
    for (const expr of expressions()) await query(`query?query=${encodeURIComponent(expr)}`);
  });
});

describe('the Alertmanager', () => {
  it('takes the configuration of Docker Compose', async () => {
    const { code, output } = await runTool(tools.amtool, ['check-config', composeFile('alertmanager.yaml')]);
    expect(output).toContain('SUCCESS');
    expect(code).toBe(0);
  });

  /** Who has told it so: Prometheus by the generated rules, the monitor itself with its label. */
  const toldBy = (status: string): string[] => {
    const alerts = receiver.bodies.flatMap((body) => body.alerts);
    const of = alerts.filter((alert) => alert.labels['alertname'] === alertName && alert.status === status);
    return [
      ...new Set(of.map(({ labels }) => (labels['service'] === undefined ? 'prometheus' : 'monitor'))),
    ].toSorted();
  };

  it('hears from Prometheus and from the monitor that no worker is left', async () => {
    await system.app('analysis-worker').kill();
    await waitFor(() => toldBy('firing').length === 2, { what: 'both to tell that it fires', timeoutMs: 180_000 });
  });

  it('hears from both that a worker is back', async () => {
    await system.startApp('analysis-worker');
    await waitFor(() => toldBy('resolved').length === 2, { what: 'both to tell that it is over', timeoutMs: 180_000 });
    expect(toldBy('resolved')).toEqual(['monitor', 'prometheus']);
  });
});
