import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../read-manifests.js';
import { lastOf } from './dockerfile.js';
import { compose, filledVariables, serviceOf, services, stageOf } from './filled-compose.js';
import { composeFolder, readCompose } from './read-compose.js';

const apps = ['api-gateway', 'analysis-worker', 'ai-service', 'monitor'];
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

describe('the services', () => {
  const built = services.filter(([, { build }]) => build !== undefined);
  const pulled = services.filter(([, { build }]) => build === undefined);

  it.each(built)('%s is built from a target of the Dockerfile', (name, { build, image }) => {
    expect(build).toMatchObject({ context: '..', dockerfile: 'docker/Dockerfile' });
    expect(image).toBe(`vocalborn/${stageOf(name).name}:${version}`);
    expect(stageOf(name).chain).toContain('runtime');
    expect(lastOf(stageOf(name), 'USER')).toBe('1000:1000');
  });

  it.each(pulled)('%s has an image of an exact version', (_name, { image }) => {
    expect(image).toMatch(/:v?\d+\.\d+(\.\d+)?(-bookworm)?$/);
  });

  it('are the four apps and what they need; the rest is in profiles', () => {
    const always = services.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name);
    expect(always.toSorted()).toEqual([...apps, 'migrate', 'postgres', 'redis'].toSorted());
  });

  it.each(services)('%s is unprivileged, cannot write to its image and knows its bounds', (_name, told) => {
    expect(told).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: expect.arrayContaining(['/tmp']),
      init: true,
      logging: { driver: 'local' },
    });
    expect(told.deploy.resources.limits).toEqual({
      memory: expect.stringMatching(/^\d+[mg]$/),
      pids: expect.any(Number),
    });
  });

  it.each(services)('%s is started again unless it is to end', (name, { restart }) => {
    expect(restart).toBe(['migrate', 'cli'].includes(name) ? 'no' : 'unless-stopped');
  });

  it('have a health check, but for those that end and the collector, whose image has no program for it', () => {
    const unchecked = services.filter(([, { healthcheck }]) => healthcheck === undefined).map(([name]) => name);
    expect(unchecked.toSorted()).toEqual(['cli', 'migrate', 'otel-collector']);
  });

  it.each(services)('%s waits for others until they are healthy, or have ended well', (_name, { depends_on = {} }) => {
    for (const [other, { condition }] of Object.entries(depends_on)) {
      expect(condition).toBe(serviceOf(other).healthcheck ? 'service_healthy' : 'service_completed_successfully');
      expect(serviceOf(other).healthcheck !== undefined || serviceOf(other).restart === 'no').toBe(true);
    }
  });

  it('publish ports only where people go, and only on this machine unless told otherwise', () => {
    const published = services.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(published.toSorted()).toEqual([
      'api-gateway 127.0.0.1:8000:8000',
      'grafana 127.0.0.1:3000:3000',
      'monitor 127.0.0.1:5555:5555',
    ]);
    const elsewhere = readCompose({ ...filledVariables, GATEWAY_BIND: '0.0.0.0', GATEWAY_PORT: '80' });
    expect(elsewhere.services['api-gateway']?.ports).toEqual(['0.0.0.0:80:8000']);
  });

  it.each(services)(
    '%s mounts only declared volumes and files that exist, and joins declared networks',
    (_name, told) => {
      const sources = (told.volumes ?? []).map((volume) => volume.split(':')[0]!);
      const files = sources.filter((source) => source.startsWith('.'));
      expect(files.filter((file) => !existsSync(join(composeFolder, file)))).toEqual([]);
      const declared = sources.filter((source) => !source.startsWith('.'));
      expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(declared));
      expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining([...(told.networks ?? ['default'])]));
    },
  );
});

describe('the stores', () => {
  it('are reached by those that use them, and reach nothing', () => {
    const members = services.filter(([, told]) => told.networks?.includes('stores')).map(([name]) => name);
    const users = services.filter(([, { environment }]) => environment?.['DATABASE_URL']).map(([name]) => name);
    expect(members.toSorted()).toEqual([...users, 'postgres', 'redis'].toSorted());
    expect(compose.networks['stores']?.internal).toBe(true);
    expect([serviceOf('postgres').networks, serviceOf('redis').networks]).toEqual([['stores'], ['stores']]);
  });

  it('have the passwords that the apps use', () => {
    const {
      DATABASE_URL: database,
      CELERY_BROKER_URL: broker,
      CELERY_RESULT_BACKEND: backend,
    } = serviceOf('monitor').environment as Record<string, string>;
    const {
      POSTGRES_USER: user,
      POSTGRES_PASSWORD: password,
      POSTGRES_DB: name,
    } = serviceOf('postgres').environment as Record<string, string>;
    expect(database).toBe(`postgres://${user}:${password}@postgres:5432/${name}`);
    const secret = serviceOf('redis').environment?.['REDISCLI_AUTH'];
    expect([broker, backend]).toEqual([0, 1].map((number) => `redis://:${secret}@redis:6379/${number}`));
  });

  it('Redis asks for a password, keeps every key and writes it to the disk', () => {
    const command = serviceOf('redis').command!.join(' ');
    for (const part of ['requirepass %s', '--appendonly yes', '--maxmemory-policy noeviction', '--dir /data']) {
      expect(command).toContain(part);
    }
  });

  it('are migrated by a script of the image', () => {
    expect(serviceOf('migrate').entrypoint).toEqual(['node', 'node_modules/@vocalborn/database/dist/bin/migrate.js']);
    expect(existsSync(join(root, 'libs/database/src/bin/migrate.ts'))).toBe(true);
  });
});
