import { keyPrefixOf } from '@vocalborn/redis';
import { redisAddresses } from '@vocalborn/settings';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { containerOf, environmentOf, podOf } from './fixtures/apps.js';
import { k8s, renderAll } from './render.js';

const renderings = renderAll();
const production = renderings.get('production')!;

describe('recordings', () => {
  const mountOf = (rendering: typeof production, app: 'api-gateway' | 'analysis-worker') =>
    containerOf(rendering, app).volumeMounts?.find(({ name }) => name === 'audio');

  it('are on a volume that the gateway writes and the workers read', () => {
    const local = renderings.get('local')!;
    expect(mountOf(local, 'api-gateway')).toEqual({ name: 'audio', mountPath: '/audio' });
    expect(mountOf(local, 'analysis-worker')).toEqual({ name: 'audio', mountPath: '/audio', readOnly: true });
    expect(environmentOf(local, 'api-gateway')['AUDIO_STORE_URL']).toBe('file:///audio');
  });

  it.each(['base with s3', 'production'])('are in a bucket in %s, without a volume', (name) => {
    const rendering = renderings.get(name)!;
    expect(rendering.objects.filter(({ metadata }) => metadata.name === 'audio')).toEqual([]);
    for (const app of ['api-gateway', 'analysis-worker'] as const) {
      expect(mountOf(rendering, app)).toBeUndefined();
      expect(podOf(rendering, app).volumes?.map((volume) => volume.name)).toEqual(['tmp']);
      const names = containerOf(rendering, app).env?.map((variable) => variable.name);
      expect(names).toEqual(expect.arrayContaining(['AUDIO_STORE_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']));
    }
  });

  it('in a bucket, the address of the Secret prevails over the volume of the settings', () => {
    expect(environmentOf(production, 'analysis-worker')['AUDIO_STORE_URL']).toMatch(/^s3:/);
  });
});

describe('the ingress', () => {
  const { metadata, spec } = production.one('Ingress', 'api-gateway');
  const told = (name: string): string => metadata?.annotations?.[`nginx.ingress.kubernetes.io/${name}`] ?? '';

  it('passes events and uploads on as they come', () => {
    expect([told('proxy-buffering'), told('proxy-request-buffering')]).toEqual(['off', 'off']);
    expect(Number(told('proxy-read-timeout'))).toBeGreaterThanOrEqual(3600);
    expect(told('proxy-http-version')).toBe('1.1');
  });

  it('lets the largest recording in, with the form around it', () => {
    const mebibytes = Number(/^(\d+)m$/.exec(told('proxy-body-size'))?.[1]);
    const largest = Number(environmentOf(production, 'api-gateway')['MAX_AUDIO_FILE_SIZE']);
    expect(mebibytes * 1024 ** 2).toBeGreaterThan(largest + 1024 ** 2);
  });

  it('leads to the port of the API by TLS only, and not to the metrics', () => {
    const hosts = spec!.rules!.map(({ host }) => host);
    expect(spec!.tls?.flatMap((entry) => entry.hosts)).toEqual(hosts);
    expect(told('ssl-redirect')).toBe('true');
    const ports = spec!.rules!.flatMap(({ http }) => http!.paths.map(({ backend }) => backend.service?.port?.name));
    expect(ports).toEqual(['http']);
  });
});

it('the operator of Prometheus gets the rules that others get as a file', () => {
  const file = parse(readFileSync(join(k8s, 'monitoring', 'vocalborn.rules.yaml'), 'utf8')) as unknown;
  expect(production.one('PrometheusRule', 'vocalborn').spec).toEqual(file);
});

describe('the backup', () => {
  const { spec } = production.one('CronJob', 'backup');
  const pod = spec.jobTemplate.spec!.template.spec!;
  const [container] = pod.containers;

  it('runs the command of the command line into the volume that it mounts, and removes old backups', () => {
    const [command, folder, option, days] = container!.args!;
    expect([command, option]).toEqual(['backup', '--keep-days']);
    expect(Number(days)).toBeGreaterThan(0);
    expect(container!.volumeMounts).toEqual([{ name: 'backups', mountPath: folder }]);
    const claim = pod.volumes?.find(({ name }) => name === 'backups')?.persistentVolumeClaim?.claimName;
    expect(
      production.objects.filter(({ kind }) => kind === 'PersistentVolumeClaim').map(({ metadata }) => metadata.name),
    ).toEqual([claim]);
  });

  it('never runs twice at a time', () => {
    expect(spec.concurrencyPolicy).toBe('Forbid');
  });
});

/** What KEDA takes of the Secret to reach Redis, by the names of its parameters. */
function parametersOf(rendering: typeof production): Record<string, string> {
  const { secretTargetRef = [] } = rendering.one('TriggerAuthentication', 'queue-redis').spec;
  return Object.fromEntries(secretTargetRef.map(({ parameter, key }) => [parameter, key]));
}

const partsOfAddresses = {
  hosts: 'QUEUE_REDIS_HOST',
  ports: 'QUEUE_REDIS_PORT',
  username: 'QUEUE_REDIS_USERNAME',
  password: 'QUEUE_REDIS_PASSWORD',
  tls: 'QUEUE_REDIS_TLS',
};

describe('scaling by the queue behind sentinels', () => {
  const rendering = renderings.get('base with keda-sentinel')!;
  const { triggers } = rendering.one('ScaledObject', 'analysis-worker').spec;

  it('asks the sentinels for the master, and for the same lists as without them', () => {
    const direct = renderings.get('base with keda')!.one('ScaledObject', 'analysis-worker').spec.triggers;
    expect(triggers).toEqual(
      direct.map((trigger) => ({
        ...trigger,
        type: 'redis-sentinel',
        metadata: { ...trigger.metadata, sentinelMaster: 'mymaster' },
      })),
    );
  });

  it('takes their addresses and their password from the Secret', () => {
    expect(parametersOf(rendering)).toEqual({ ...partsOfAddresses, sentinelPassword: 'REDIS_SENTINEL_PASSWORD' });
  });
});

describe('scaling by the queue in a cluster', () => {
  const rendering = renderings.get('base with keda-cluster')!;
  const url = 'redis+cluster://one:6379';
  const { queue } = redisAddresses({ CELERY_BROKER_URL: url, CELERY_RESULT_BACKEND: url });

  it('asks for the same lists as without a cluster, with the default hash tag and without a database', () => {
    const direct = renderings.get('base with keda')!.one('ScaledObject', 'analysis-worker').spec.triggers;
    const prefix = keyPrefixOf(queue);
    expect(rendering.one('ScaledObject', 'analysis-worker').spec.triggers).toEqual(
      direct.map(({ metadata: { listName, listLength }, ...trigger }) => ({
        ...trigger,
        type: 'redis-cluster',
        metadata: { listName: `${prefix}${listName}`, listLength },
      })),
    );
  });

  it('takes the addresses of the nodes from the Secret', () => {
    expect(parametersOf(rendering)).toEqual(partsOfAddresses);
  });
});
