import { Redis as Client } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisServer } from './redis.js';
import { temporaryFolder } from './temporary-folder.js';

describe('RedisServer', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let redis: RedisServer;

  beforeAll(async () => {
    folder = temporaryFolder('vocalborn redis');
    redis = await RedisServer.start({ dataDir: folder.path, appendOnly: true, extraArgs: ['--appendfsync', 'always'] });
  });

  afterAll(async () => {
    await redis.stop();
    folder.remove();
  });

  async function ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client(redis.url(3), { retryStrategy: () => null });
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  }

  it('never evicts a key to make room', async () => {
    expect(await ask((client) => client.config('GET', 'maxmemory-policy'))).toEqual(['maxmemory-policy', 'noeviction']);
  });

  it('keeps what was written through kill -9 and a restart on the same port', async () => {
    await ask((client) => client.set('kept', 'yes'));
    await redis.kill();
    await redis.restart();
    expect(await ask((client) => client.get('kept'))).toBe('yes');
  });

  it('comes back empty when it is wiped', async () => {
    await redis.restart({ wipe: true });
    expect(await ask((client) => client.dbsize())).toBe(0);
  });
});

it('a server with a password lets nobody in without it', async () => {
  const folder = temporaryFolder('vocalborn redis');
  const redis = await RedisServer.start({ dataDir: folder.path, password: 'secret' });
  const ping = async (url: string): Promise<string> => {
    const client = new Client(url, { retryStrategy: () => null, lazyConnect: true });
    client.on('error', () => undefined);
    try {
      return await client.ping();
    } finally {
      client.disconnect();
    }
  };
  try {
    expect(await ping(redis.url(0))).toBe('PONG');
    await expect(ping(`redis://127.0.0.1:${redis.port}/0`)).rejects.toThrow('NOAUTH');
  } finally {
    await redis.stop();
    folder.remove();
  }
});
