import type { Wiring } from '@vocalborn/system-harness';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Links } from './links.js';

const direct: Wiring = {
  ...{ databaseUrl: 'postgres://me@127.0.0.1:1/voice', brokerUrl: 'redis://127.0.0.1:2/0' },
  ...{ resultBackendUrl: 'redis://127.0.0.1:2/1', aiServiceUrl: 'http://127.0.0.1:3' },
  ...{ audioFolder: '/audio', jwtSecret: 'secret', aiServiceKey: 'key' },
};

describe('the links of a drilled system', () => {
  let links: Links;
  beforeEach(async () => void (links = await Links.open(direct, 2)));
  afterEach(() => links.close());

  it('give each app its own port to each dependency', () => {
    const apps = [
      links.wiringOf('api-gateway', 1),
      links.wiringOf('monitor', 1),
      links.wiringOf('analysis-worker', 1),
      links.wiringOf('analysis-worker', 2),
    ];
    const ports = apps.flatMap(({ databaseUrl, brokerUrl, aiServiceUrl }) =>
      [databaseUrl, brokerUrl, aiServiceUrl].map((url) => new URL(url).port),
    );
    expect(new Set(ports).size).toBe(12);
    expect(ports).not.toEqual(expect.arrayContaining(['1', '2', '3']));
  });

  it('lead to both databases of Redis through one port, and keep the rest of an address', () => {
    const { brokerUrl, resultBackendUrl, databaseUrl } = links.wiringOf('analysis-worker', 2);
    expect(new URL(brokerUrl).port).toBe(new URL(resultBackendUrl).port);
    expect([brokerUrl, resultBackendUrl].map((url) => new URL(url).pathname)).toEqual(['/0', '/1']);
    expect(databaseUrl).toMatch(/^postgres:\/\/me@127\.0\.0\.1:\d+\/voice$/);
  });

  it('leave the ai-service its direct wiring', () => {
    expect(links.wiringOf('ai-service', 1)).toBe(direct);
  });

  it.each(['postgres', 'redis', 'ai-service'] as const)('to %s are one for each app', (dependency) => {
    expect(links.allTo(dependency)).toHaveLength(4);
    expect(links.allTo(dependency)).toContain(links.link(dependency, 'analysis-worker-2'));
  });

  it('do not exist for apps that were not opened', () => {
    expect(() => links.link('redis', 'analysis-worker-3')).toThrow('analysis-worker-3 has no link to redis');
  });
});
