import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  aiServiceSettings,
  analysisWorkerSettings,
  apiGatewaySettings,
  monitorSettings,
  type Environment,
} from '@vocalborn/settings';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IJob } from 'kubernetes-models/batch/v1/Job';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { ISecret } from 'kubernetes-models/v1/Secret';
import type { IService } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import type { Manifest } from './read-manifests.js';
import { manifestFiles, readKustomization, readManifests, root } from './read-manifests.js';

const manifests = manifestFiles().flatMap(readManifests);
const settingsOf = {
  'api-gateway': apiGatewaySettings,
  'analysis-worker': analysisWorkerSettings,
  'ai-service': aiServiceSettings,
  monitor: monitorSettings,
} satisfies Record<string, (env: Environment) => { readonly PORT: number }>;
type App = keyof typeof settingsOf;
const apps = Object.keys(settingsOf) as App[];

const dockerfile = readFileSync(join(root, 'docker', 'Dockerfile'), 'utf8');
const imageStage = (app: App): string =>
  new RegExp(String.raw`^FROM runtime AS ${app}$([^]*?)(?=^FROM |$(?![^]))`, 'm').exec(dockerfile)?.[1] ?? '';

interface Kinds {
  ConfigMap: IConfigMap;
  Deployment: IDeployment;
  Job: IJob;
  PodDisruptionBudget: IPodDisruptionBudget;
  Secret: ISecret;
  Service: IService;
}

function find<Kind extends keyof Kinds>(kind: Kind, name: string): Kinds[Kind] {
  const found = manifests.find((manifest: Manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found as Kinds[Kind];
}

const podOf = (app: App) => find('Deployment', app).spec!.template.spec!;
const containerOf = (app: App) => podOf(app).containers[0]!;
const pods = [...apps.map(podOf), find('Job', 'migrate').spec!.template.spec!];

/** A Secret as the template becomes when someone fills it in. */
const secrets: Record<string, string> = {
  DATABASE_URL: 'postgres://user:password@postgres:5432/vocalborn',
  CELERY_BROKER_URL: 'redis://redis:6379/0',
  CELERY_RESULT_BACKEND: 'redis://redis:6379/1',
  JWT_SECRET: 'x'.repeat(32),
  AI_SERVICE_API_KEY: 'a key',
  WEBHOOK_SECRET_KEYS: Buffer.alloc(32, 1).toString('base64'),
  AUDIO_LINK_SECRET: 'y'.repeat(32),
  LOG_PSEUDONYM_KEY: 'z'.repeat(32),
  ALERT_WEBHOOK_URL: 'https://hooks.example/1',
  ALERT_SLACK_URL: 'https://hooks.example/2',
  ALERT_SMTP_URL: 'smtps://user:password@mail.example',
  ALERT_EMAIL_TO: 'operator@example.org',
  ALERTMANAGER_URL: 'http://alertmanager:9093',
};

/** The environment that Kubernetes would give to an app. @throws Error when a value comes from nowhere */
function environmentOf(app: App, secret = secrets): Record<string, string> {
  const { data } = find('ConfigMap', 'vocalborn');
  const entries = (containerOf(app).env ?? []).map(({ name, value, valueFrom }) => {
    const { configMapKeyRef, secretKeyRef } = valueFrom ?? {};
    const given = value ?? data?.[configMapKeyRef?.key ?? ''] ?? secret[secretKeyRef?.key ?? ''];
    if (given === undefined) throw new Error(`${name} of ${app} comes from nowhere`);
    return [name, given] as const;
  });
  return Object.fromEntries(entries);
}

describe.each(apps)('%s', (app) => {
  it('accepts the environment that it is given, and knows every name in it', () => {
    const env = environmentOf(app);
    expect(Object.keys(settingsOf[app](env))).toEqual(expect.arrayContaining(Object.keys(env)));
  });

  it('is asked for its health where it listens', () => {
    const { startupProbe, livenessProbe, readinessProbe, ports } = containerOf(app);
    const asked = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet);
    expect(asked).toEqual(['startup', 'live', 'ready'].map((kind) => ({ path: `/health/${kind}`, port: 'http' })));
    expect(ports).toEqual([{ name: 'http', containerPort: settingsOf[app](environmentOf(app)).PORT }]);
    expect(imageStage(app)).toContain(`EXPOSE ${settingsOf[app](environmentOf(app)).PORT}\n`);
  });

  it('is reached through a service and protected by a budget that select its pods', () => {
    const labels = find('Deployment', app).spec!.template.metadata?.labels;
    expect(find('Deployment', app).spec!.selector.matchLabels).toEqual(labels);
    const { selector, ports } = find('Service', app).spec!;
    expect(selector).toEqual(labels);
    expect(ports).toEqual([{ name: 'http', port: containerOf(app).ports![0]!.containerPort, targetPort: 'http' }]);
    expect(find('PodDisruptionBudget', app).spec?.selector?.matchLabels).toEqual(labels);
  });

  it('runs the image that the Dockerfile has a target for', () => {
    expect(containerOf(app).image).toBe(`vocalborn/${app}`);
    expect(readKustomization().images.map(({ name }) => name)).toContain(`vocalborn/${app}`);
    expect(imageStage(app)).toContain(`CMD ["node", "apps/${app}/dist/main.js"]`);
  });

  it('has longer to end than it takes for itself', () => {
    const settings = settingsOf[app](environmentOf(app));
    const own = 'SHUTDOWN_GRACE_SECONDS' in settings ? settings.SHUTDOWN_GRACE_SECONDS : 0;
    expect(podOf(app).terminationGracePeriodSeconds).toBeGreaterThan(own);
  });
});

it('a worker that is told to go has the time to finish the longest task', () => {
  const settings = analysisWorkerSettings(environmentOf('analysis-worker'));
  expect(settings.SHUTDOWN_GRACE_SECONDS).toBeGreaterThanOrEqual(settings.CELERY_TASK_TIME_LIMIT);
  const grace = podOf('analysis-worker').terminationGracePeriodSeconds;
  expect(grace).toBeGreaterThan(settings.CELERY_TASK_TIME_LIMIT);
});

it('every pod is unprivileged, cannot write to its image and knows its bounds', () => {
  for (const { securityContext, containers, automountServiceAccountToken } of pods) {
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(securityContext?.seccompProfile).toEqual({ type: 'RuntimeDefault' });
    expect(automountServiceAccountToken).toBe(false);
    for (const container of containers) {
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.resources?.requests).toMatchObject({ cpu: expect.anything(), memory: expect.anything() });
      expect(container.resources?.limits).toHaveProperty('memory');
    }
  }
});

it('only what the autoscaler sizes leaves its number of pods open', () => {
  const scaled = manifests
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    .map((scaler) => (scaler as IHorizontalPodAutoscaler).spec!.scaleTargetRef.name);
  const open = apps.filter((app) => find('Deployment', app).spec!.replicas === undefined);
  expect(open.toSorted()).toEqual(scaled.toSorted());
  expect(scaled).toContain('analysis-worker');
});

it('the secrets template names what the pods read, and an app with it unfilled refuses to start', () => {
  const template = find('Secret', 'vocalborn').stringData ?? {};
  const read = pods.flatMap(({ containers }) =>
    containers.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.key)),
  );
  expect(Object.keys(template).toSorted()).toEqual([...new Set(read)].filter((key) => key !== undefined).toSorted());
  expect(() => apiGatewaySettings(environmentOf('api-gateway', template))).toThrow(/DATABASE_URL[^]*JWT_SECRET/);
});

it('the gateway writes recordings where the workers read them', () => {
  const mountOf = (app: App) => containerOf(app).volumeMounts?.find(({ name }) => name === 'audio');
  expect(mountOf('api-gateway')).toEqual({ name: 'audio', mountPath: '/audio' });
  expect(mountOf('analysis-worker')).toEqual({ name: 'audio', mountPath: '/audio', readOnly: true });
  expect(find('ConfigMap', 'vocalborn').data?.['AUDIO_STORE_URL']).toBe('file:///audio');
});

it('the worker finds the ai-service by its service', () => {
  const { hostname, port } = new URL(find('ConfigMap', 'vocalborn').data!['AI_SERVICE_URL']!);
  expect(find('Service', hostname).spec!.ports![0]!.port).toBe(Number(port));
});
