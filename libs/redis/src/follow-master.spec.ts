import { SentinelGroup, temporaryFolder, waitFor, type RedisServer } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { describe, expect, it, type TestContext } from 'vitest';
import { openRedis } from './open-redis.js';

const [password, sentinelPassword] = ['secret', 'another'];

async function startGroup({ onTestFinished }: TestContext): Promise<SentinelGroup> {
  const folder = temporaryFolder('vocalborn-sentinel');
  const group = await SentinelGroup.start({ dataDir: folder.path, password, sentinelPassword });
  onTestFinished(async () => {
    await group.stop();
    folder.remove();
  });
  return group;
}

/** A connection through the sentinels whose commands wait for Redis. */
async function connect(
  { hosts }: Pick<SentinelGroup, 'hosts'>,
  { onTestFinished }: TestContext,
  master = 'main',
): Promise<Redis> {
  const address = { hosts, master, hashTag: null, database: 3, password, sentinelPassword, tls: null };
  const redis = openRedis({ address, name: 'test', whenAway: 'wait' });
  redis.on('error', () => undefined);
  onTestFinished(() => redis.disconnect());
  await waitFor(() => redis.status === 'ready', { what: 'the connection' });
  return redis;
}

/** What a server has under the key `a`. */
async function readFrom(server: RedisServer): Promise<string | null> {
  const direct = new Redis(server.url(3), { retryStrategy: () => null });
  const value = await direct.get('a').finally(() => direct.disconnect());
  return value;
}

/** Writes until the server has it: what an old master takes before it is left is lost. */
async function writeTo(server: RedisServer, redis: Redis): Promise<void> {
  const value = String(Math.random());
  const isThere = async (): Promise<boolean> => {
    await redis.set('a', value);
    return (await readFrom(server)) === value;
  };
  await waitFor(isThere, { what: 'a write to reach the new master' });
}

describe.concurrent('a connection through sentinels', () => {
  it('leads to the master and its database, and after a planned failover to the new master', async (context) => {
    const group = await startGroup(context);
    const redis = await connect(group, context);
    await redis.set('a', 'before');
    expect(await readFrom(await group.master())).toBe('before');
    await writeTo(await group.failover(), redis);
    expect(redis.status).toBe('ready');
    await writeTo(await group.failover(), redis);
  });

  it('leads to the new master when the master was killed', async (context) => {
    const group = await startGroup(context);
    const redis = await connect(group, context);
    const master = await group.master();
    await master.kill();
    await writeTo(await group.successorOf(master), redis);
  });

  it('leads to the new master when the master is frozen, and stays there when it is back', async (context) => {
    const group = await startGroup(context);
    const redis = await connect(group, context);
    const master = await group.master();
    master.signal('SIGSTOP');
    const next = await group.successorOf(master);
    await writeTo(next, redis);
    master.signal('SIGCONT');
    await writeTo(next, redis);
  });

  it('leads to the new master when the sentinel that is asked first is frozen too', async (context) => {
    const group = await startGroup(context);
    const redis = await connect(group, context);
    const master = await group.master();
    group.signalFirstSentinel('SIGSTOP');
    await master.kill();
    await writeTo(await group.successorOf(master), redis);
    group.signalFirstSentinel('SIGCONT');
    await writeTo(await group.master(), redis);
  });

  it('leaves a replica that an uninformed sentinel names, before anything is written', async (context) => {
    const group = await startGroup(context);
    const master = await group.master();
    const replica = group.servers.find((server) => server !== master)!;
    const [host] = group.hosts;
    const sentinel = new Redis({ ...host, password: sentinelPassword, enableReadyCheck: false });
    context.onTestFinished(() => sentinel.disconnect());
    const name = ({ port }: RedisServer) => sentinel.call('SENTINEL', 'MONITOR', 'other', '127.0.0.1', port, 3);
    await name(replica);
    const redis = await connect({ hosts: [host!] }, context, 'other');
    let losses = 0;
    redis.on('close', () => (losses += 1));
    await waitFor(() => losses > 1, { what: 'the replica to be left' });
    await sentinel.call('SENTINEL', 'REMOVE', 'other');
    await name(master);
    await writeTo(master, redis);
  });
});
