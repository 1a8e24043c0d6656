import { RedisServer, temporaryFolder } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint } from './checkpoint.js';

const key = 'bull:ai_analysis:recovery-checkpoint';
const [one, two] = [new Date('2026-01-01T00:00:00.000Z'), new Date('2026-01-01T00:00:02.000Z')] as const;

const folder = temporaryFolder('checkpoint');
let server: RedisServer;
let redis: Redis;

beforeAll(async () => {
  server = await RedisServer.start({ dataDir: folder.path, appendOnly: true, extraArgs: ['--appendfsync', 'always'] });
  redis = new Redis(server.url(0));
  redis.on('error', () => undefined);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
  folder.remove();
});
beforeEach(async () => {
  await redis.flushdb();
});

const reached = async (): Promise<Date | null> => (await openCheckpoint(redis, key)).reached;

describe('the checkpoint in Redis', () => {
  it('is nowhere before the first look, and then where the last one ended', async () => {
    const first = await openCheckpoint(redis, key);
    expect(first.reached).toBeNull();
    await first.advance(one);
    expect(await reached()).toEqual(one);
  });

  it('is lost with a flushed Redis', async () => {
    await (await openCheckpoint(redis, key)).advance(one);
    await redis.flushall();
    expect(await reached()).toBeNull();
  });

  it('does not advance over a flush in the middle of the look', async () => {
    await (await openCheckpoint(redis, key)).advance(one);
    const look = await openCheckpoint(redis, key);
    await redis.flushall();
    await look.advance(two);
    expect(await reached()).toBeNull();
  });

  it('is not trusted once the server was started again, even if it was saved', async () => {
    await (await openCheckpoint(redis, key)).advance(one);
    await server.kill();
    await server.restart();
    expect(await redis.get(key)).toContain(one.toISOString());
    expect(await reached()).toBeNull();
  });

  it('does not advance over a flush after which somebody else opened it', async () => {
    const look = await openCheckpoint(redis, key);
    await redis.flushall();
    const other = await openCheckpoint(redis, key);
    await look.advance(two);
    expect(await reached()).toBeNull();
    await other.advance(one);
    expect(await reached()).toEqual(one);
  });

  it('advances several times in one look', async () => {
    const look = await openCheckpoint(redis, key);
    await look.advance(one);
    await look.advance(two);
    expect(await reached()).toEqual(two);
  });

  it('is trusted until it is gone where the server does not tell its life', async () => {
    await redis.call('ACL', 'SETUSER', 'shy', 'on', 'nopass', '~*', '+@all', '-info');
    const shy = new Redis(server.url(0), { username: 'shy', password: 'any', enableReadyCheck: false });
    await (await openCheckpoint(shy, key)).advance(one);
    expect((await openCheckpoint(shy, key)).reached).toEqual(one);
    await redis.flushall();
    expect((await openCheckpoint(shy, key)).reached).toBeNull();
    shy.disconnect();
  });

  it.each(['', '7', 'null', '{"life":', '{"reached":"never"}'])(
    'starts anew when somebody wrote %j in its place',
    async (text) => {
      await redis.set(key, text);
      expect(await reached()).toBeNull();
      await (await openCheckpoint(redis, key)).advance(one);
      expect(await reached()).toEqual(one);
    },
  );
});
