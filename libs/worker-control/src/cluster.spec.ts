import { RedisCluster, temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { askWorkers, CommandListener, connectRegistry, type RedisWithHeartbeat } from './index.js';

const folder = temporaryFolder('vocalborn-control-cluster');
let cluster: RedisCluster;
let listener: CommandListener;
let redis: RedisWithHeartbeat;

beforeAll(async () => {
  cluster = await RedisCluster.start({ dataDir: folder.path });
  const hosts = cluster.servers.map(({ port }) => ({ host: '127.0.0.1', port }));
  const address = { hosts, master: null, hashTag: 'vocalborn', database: 0, tls: null };
  listener = CommandListener.listen({ address, name: 'one@host', execute: () => 'pong', onError: () => undefined });
  redis = await connectRegistry(address, 'test', () => undefined);
});
afterAll(async () => {
  listener.close();
  redis.disconnect();
  await cluster.stop();
  folder.remove();
});

const ask = () => askWorkers(redis, ['one@host'], { command: 'ping' });

it('a worker in a cluster answers, also when a failover left its subscription at a replica', async () => {
  await waitFor(async () => (await ask()).get('one@host'), { what: 'the worker to listen' });
  await cluster.failover();
  const isFollowed = (): Promise<boolean> => redis.set('a', 1).then(Boolean, () => false);
  await waitFor(isFollowed, { what: 'the connection to follow' });
  expect(await ask()).toEqual(new Map([['one@host', { ok: 'pong' }]]));
}, 60_000);
