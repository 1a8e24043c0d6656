import {
  freePort,
  makeCertificates,
  RedisCluster,
  RedisServer,
  temporaryFolder,
  waitFor,
  type Certificates,
} from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { describe, expect, it, type TestContext } from 'vitest';
import { openRedis } from './open-redis.js';
import type { RedisServers } from './redis-address.js';

async function startCluster({ onTestFinished }: TestContext): Promise<RedisCluster> {
  const folder = temporaryFolder('vocalborn-cluster');
  const cluster = await RedisCluster.start({ dataDir: folder.path });
  onTestFinished(async () => {
    await cluster.stop();
    folder.remove();
  });
  return cluster;
}

const hostsOf = (servers: readonly RedisServer[]) => servers.map(({ port }) => ({ host: '127.0.0.1', port }));

/** A connection to a cluster whose commands wait for Redis. */
async function connect(
  { servers }: Pick<RedisCluster, 'servers'>,
  { onTestFinished }: TestContext,
  hashTag = 'vocalborn',
): Promise<Redis> {
  const address = { hosts: hostsOf(servers), master: null, hashTag, database: 0, tls: null };
  const redis = openRedis({ address, name: 'test', whenAway: 'wait' });
  redis.on('error', () => undefined);
  onTestFinished(() => redis.disconnect());
  await waitFor(() => redis.status === 'ready', { what: 'the connection' });
  return redis;
}

/** What a server itself has under a key. */
async function readFrom(server: RedisServer, key: string): Promise<string | null> {
  const direct = new Redis(server.url(), { retryStrategy: () => null });
  return direct.get(key).finally(() => direct.disconnect());
}

/** Writes until the server has it: what an old owner takes before it is left is lost. */
async function writeTo(server: RedisServer, redis: Redis): Promise<void> {
  const value = String(Math.random());
  const isThere = async (): Promise<boolean> => {
    await redis.set('a', value);
    return (await readFrom(server, '{vocalborn}:a').catch(() => null)) === value;
  };
  await waitFor(isThere, { what: 'a write to reach the owner of the slot' });
}

describe.concurrent('a connection to a cluster', { timeout: 120_000 }, () => {
  it('leads to the owner of the slot, whichever node is asked first, and begins every key with the hash tag', async (context) => {
    const cluster = await startCluster(context);
    const owner = await cluster.master();
    for (const server of cluster.servers) {
      const redis = await connect({ servers: [server] }, context);
      await writeTo(owner, redis);
      expect(await redis.eval('return KEYS', 2, 'a', 'b')).toEqual(['{vocalborn}:a', '{vocalborn}:b']);
    }
  });

  it('leads to a server for each hash tag', async (context) => {
    const cluster = await startCluster(context);
    const ports = new Set<string>();
    // The slots 13011, 9427 and 2716: one of each third.
    for (const hashTag of ['queue', 'cache', 'limits']) {
      const redis = await connect(cluster, context, hashTag);
      await redis.set('a', hashTag);
      ports.add(/tcp_port:(\d+)/.exec(await redis.info('server'))![1]!);
    }
    expect(ports.size).toBe(3);
  });

  it('leads to the new owner after a planned failover, without an error', async (context) => {
    const cluster = await startCluster(context);
    const redis = await connect(cluster, context);
    await redis.set('a', 'before');
    const next = await cluster.failover();
    expect(await redis.get('a')).toBe('before');
    await writeTo(next, redis);
    await writeTo(await cluster.failover(), redis);
  });

  it('leads to the new owner when the owner was killed', async (context) => {
    const cluster = await startCluster(context);
    const redis = await connect(cluster, context);
    const owner = await cluster.master();
    await owner.kill();
    await writeTo(await cluster.successorOf(owner), redis);
  });

  it('leads to the new owner when the owner is frozen, and stays there when it is back', async (context) => {
    const cluster = await startCluster(context);
    const redis = await connect(cluster, context);
    const owner = await cluster.master();
    owner.signal('SIGSTOP');
    const next = await cluster.successorOf(owner);
    await writeTo(next, redis);
    owner.signal('SIGCONT');
    await cluster.untilComplete();
    await writeTo(next, redis);
  });

  it('follows a slot that is moved to another server', async (context) => {
    const cluster = await startCluster(context);
    const redis = await connect(cluster, context);
    await redis.set('a', 'before');
    const next = await cluster.moveSlot();
    expect(await redis.get('a')).toBe('before');
    await writeTo(next, redis);
  });

  it('does not follow a key of another slot', async (context) => {
    const cluster = await startCluster(context);
    const redis = await connect(cluster, context);
    let losses = 0;
    redis.on('close', () => (losses += 1));
    const wrong = new Redis({ ...redis.options, keyPrefix: '' });
    context.onTestFinished(() => wrong.disconnect());
    wrong.on('close', () => (losses += 1));
    const tags = Array.from({ length: 20 }, (_, index) => `other-${index}`);
    const answers = await Promise.all(tags.map((tag) => wrong.get(tag).catch(String)));
    expect(answers.filter((answer) => answer?.includes('MOVED')).length).toBeGreaterThan(0);
    expect(losses).toBe(0);
  });
});

describe('a connection that finds no owner of the hash slot', () => {
  /** What the connection reports first. */
  async function reported(address: RedisServers, { onTestFinished }: TestContext): Promise<string> {
    const redis = openRedis({ address, name: 'test', whenAway: 'wait' });
    onTestFinished(() => redis.disconnect());
    const errors: Error[] = [];
    redis.on('error', (error) => errors.push(error));
    await waitFor(() => errors.length > 0, { what: 'the report' });
    return errors[0]?.message ?? '';
  }

  async function startServer(
    { onTestFinished }: TestContext,
    certificates: (folder: string) => Promise<Certificates | undefined> = () => Promise.resolve(undefined),
  ): Promise<RedisServer> {
    const folder = temporaryFolder('vocalborn-no-cluster');
    const tls = await certificates(folder.path);
    const server = await RedisServer.start({ dataDir: folder.path, ...(tls && { tls }) });
    onTestFinished(async () => {
      await server.stop();
      folder.remove();
    });
    return server;
  }

  const at = (port: number): RedisServers => ({
    ...{ hosts: [{ host: '127.0.0.1', port }], master: null, hashTag: 'vocalborn', database: 0, tls: null },
  });

  it('says that the server is not in cluster mode', async (context) => {
    const { port } = await startServer(context);
    expect(await reported(at(port), context)).toContain('cluster support disabled');
  });

  it('says that nobody listens', async (context) => {
    expect(await reported(at(await freePort()), context)).toContain('ECONNREFUSED');
  });

  it('says why the certificate of the server is refused', async (context) => {
    const { port } = await startServer(context, makeCertificates);
    expect(await reported({ ...at(port), tls: {} }, context)).toMatch(/certificate/);
  });
});
