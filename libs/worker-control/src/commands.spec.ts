import { freshRedisUrl, LinkProxy, waitFor } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { askWorkers, CommandListener, type Command } from './index.js';

let url: string;
let redis: Redis;
const listeners: CommandListener[] = [];

beforeAll(async () => {
  url = await freshRedisUrl();
  redis = new Redis(url);
});
afterAll(() => redis.disconnect());
afterEach(() => listeners.splice(0).forEach((listener) => listener.close()));

async function worker(name: string, obey: (command: Command) => unknown, through = url): Promise<void> {
  listeners.push(CommandListener.listen({ url: through, name, obey, onError: () => undefined }));
  await waitFor(async () => (await askWorkers(redis, [name], { command: 'ping' }, 100)).get(name), {
    what: `${name} to listen`,
  });
}

describe('asking workers', () => {
  it('brings each one’s own answer, and nobody else does it', async () => {
    const heard: string[] = [];
    await worker('one@host', ({ command }) => (heard.push(`one ${command}`), { pong: 1 }));
    await worker('two@host', ({ command }) => (heard.push(`two ${command}`), { pong: 2 }));
    heard.length = 0;
    expect(await askWorkers(redis, ['one@host'], { command: 'stats' })).toEqual(
      new Map([['one@host', { ok: { pong: 1 } }]]),
    );
    expect(heard).toEqual(['one stats']);
    const both = await askWorkers(redis, ['one@host', 'two@host'], { command: 'active' });
    expect([...both.values()]).toEqual([{ ok: { pong: 1 } }, { ok: { pong: 2 } }]);
  });

  it('tells why a worker did not do it', async () => {
    await worker('one@host', ({ command }) => {
      if (command !== 'ping') throw new Error('the pool has one slot only');
    });
    const answers = await askWorkers(redis, ['one@host'], { command: 'pool_shrink', n: 1 });
    expect(answers.get('one@host')).toEqual({ error: 'the pool has one slot only' });
  });

  it('ends when the time is up, with null from those that are silent', async () => {
    await worker('one@host', () => null);
    const began = performance.now();
    const answers = await askWorkers(redis, ['one@host', 'gone@host'], { command: 'ping' }, 300);
    expect(performance.now() - began).toBeLessThan(1_500);
    expect([...answers]).toEqual([
      ['one@host', { ok: null }],
      ['gone@host', null],
    ]);
  });

  it('ends at once when nobody listens', async () => {
    const channel = `vocalborn:control:${redis.options.db ?? 0}`;
    await waitFor(async () => (await redis.pubsub('NUMSUB', channel))[1] === 0, { what: 'the others to be gone' });
    const began = performance.now();
    expect([...(await askWorkers(redis, ['gone@host'], { command: 'ping' }, 10_000)).values()]).toEqual([null]);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('leaves nothing behind for good', async () => {
    await redis.flushdb();
    await worker('one@host', () => null);
    for (const key of await redis.keys('*')) expect(await redis.ttl(key)).toBeGreaterThan(0);
  });

  it('works again after the worker’s connection was cut without a word', async () => {
    const link = await LinkProxy.to(url);
    await worker('one@host', () => 'heard', link.through(url));
    link.set({ mode: 'cut' });
    link.restore();
    const heard = async () => (await askWorkers(redis, ['one@host'], { command: 'ping' }, 200)).get('one@host');
    expect(await waitFor(heard, { what: 'the worker to hear again', timeoutMs: 20_000 })).toEqual({ ok: 'heard' });
    await link.close();
  }, 30_000);
});
