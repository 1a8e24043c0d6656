import { RedisServer, temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis, openRedis, RedisClusterError } from './index.js';

const folder = temporaryFolder('vocalborn-cluster');
let server: RedisServer;

beforeAll(async () => {
  server = await RedisServer.start({ dataDir: folder.path, extraArgs: ['--cluster-enabled', 'yes'] });
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

const advice = /cluster mode: its address must begin with redis\+cluster:\/\//;

describe('a Redis in cluster mode', () => {
  it.each([0, 1])('is refused at the start, with database %i', async (database) => {
    const connecting = connectRedis({ address: server.url(database), name: 'test' }, () => undefined);
    await expect(connecting).rejects.toThrow(RedisClusterError);
    await expect(connecting).rejects.toThrow(advice);
  });

  it('is reported once by a connection that was opened earlier', async () => {
    const redis = openRedis({ address: server.url(0), name: 'test', whenAway: 'wait' });
    const errors: Error[] = [];
    redis.on('error', (error) => errors.push(error));
    await expect(redis.mget('a', 'b')).rejects.toThrow('CLUSTERDOWN');
    await expect(redis.get('a')).rejects.toThrow('CLUSTERDOWN');
    await waitFor(() => errors.length > 0, { what: 'the report' });
    expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(advice)]);
    redis.disconnect();
  });
});
