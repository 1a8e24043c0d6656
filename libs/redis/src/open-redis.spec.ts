import { freshRedisUrl, LinkProxy, RedisServer, temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { describe, expect, it, type TestContext } from 'vitest';
import { openRedis, type Redis } from './index.js';

async function through(
  address: string,
  whenAway: 'fail' | 'wait',
  { onTestFinished }: TestContext,
): Promise<{ redis: Redis; link: LinkProxy }> {
  const link = await LinkProxy.to(address);
  const redis = openRedis({ address: link.through(address), name: 'test', whenAway });
  redis.on('error', () => undefined);
  onTestFinished(async () => {
    redis.disconnect();
    await link.close();
  });
  await waitFor(() => redis.status === 'ready', { what: 'the connection' });
  return { redis, link };
}

/** Every connection there is goes dead for good, and nobody is told; new ones work. */
function cut(link: LinkProxy): void {
  link.set({ mode: 'cut' });
  link.restore();
}

describe.concurrent('a connection that is lost', () => {
  it('reconnects after a silent cut and answers the command that was sent meanwhile', async (context) => {
    const { redis, link } = await through(await freshRedisUrl(), 'wait', context);
    await redis.set('a', '1');
    cut(link);
    expect(await redis.get('a')).toBe('1');
  });

  it('rejects a command by its 1 s timeout if commands do not wait, and works again later', async (context) => {
    const { redis, link } = await through(await freshRedisUrl(), 'fail', context);
    await redis.set('a', '1');
    cut(link);
    await expect(redis.get('a')).rejects.toThrow('Command timed out');
    expect(redis.options.commandTimeout).toBe(1_000);
    await waitFor(() => redis.get('a').catch(() => null), { what: 'the connection to work again' });
  });

  it('reconnects when the next connection is dead before it is ready', async (context) => {
    const { redis, link } = await through(await freshRedisUrl(), 'wait', context);
    redis.options.connectionName = 'named by Bull';
    link.set({ mode: 'cut' });
    await waitFor(() => redis.status === 'connect', { what: 'a connection that is never ready' });
    link.restore();
    await waitFor(() => redis.status === 'ready', { what: 'one that is' });
    expect(await redis.client('GETNAME')).toBe('test');
  });

  it('survives a proxy that accepts connections while Redis is away', async (context) => {
    const folder = temporaryFolder('vocalborn-redis');
    const server = await RedisServer.start({ dataDir: folder.path });
    const { redis } = await through(server.url(1), 'fail', context);
    await server.kill();
    let losses = 0;
    redis.on('close', () => (losses += 1));
    await waitFor(() => losses >= 3, { what: 'some connections that break at once' });
    await server.restart();
    await waitFor(() => redis.get('a').then(() => true), { what: 'the connection to work again' });
    expect(await redis.client('GETNAME')).toBe('test');
    await server.stop();
    folder.remove();
  });

  it('is kept while a consumer waits for work on it', async (context) => {
    const { redis } = await through(await freshRedisUrl(), 'wait', context);
    const connections = new Set([redis.stream]);
    for (let round = 0; round < 5; round += 1) {
      expect(await redis.brpop('empty', 2)).toBeNull();
      connections.add(redis.stream);
    }
    expect(connections.size).toBe(1);
  });
});
