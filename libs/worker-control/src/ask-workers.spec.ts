import { freshRedisUrl, LinkProxy, waitFor } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { askWorkers, CommandListener, type Command } from './index.js';
import { takeCommand } from './take-command.js';

let url: string;
let redis: Redis;
const listeners: CommandListener[] = [];

beforeAll(async () => {
  url = await freshRedisUrl();
  redis = new Redis(url);
});
afterAll(() => redis.disconnect());
afterEach(() => listeners.splice(0).forEach((listener) => listener.close()));

async function worker(name: string, execute: (command: Command) => unknown, through = url): Promise<void> {
  listeners.push(CommandListener.listen({ address: through, name, execute, onError: () => undefined }));
  await waitFor(async () => (await askWorkers(redis, [name], { command: 'ping' }, 100)).get(name), {
    what: `${name} to listen`,
  });
}

describe('asking workers', () => {
  it('returns the answer of each named worker, and no other worker does the command', async () => {
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

  it('returns the reason of a worker that refuses', async () => {
    await worker('one@host', ({ command }) => {
      if (command !== 'ping') throw new Error('the pool has one slot only');
    });
    const answers = await askWorkers(redis, ['one@host'], { command: 'pool_shrink', n: 1 });
    expect(answers.get('one@host')).toEqual({ error: 'the pool has one slot only' });
  });

  it('returns null for a worker that is not there', async () => {
    await worker('one@host', () => null);
    const answers = await askWorkers(redis, ['one@host', 'gone@host'], { command: 'ping' }, 300);
    expect([...answers]).toEqual([
      ['one@host', { ok: null }],
      ['gone@host', null],
    ]);
  });

  it('does not wait when nobody listens', async () => {
    const channel = `vocalborn:control:${redis.options.db ?? 0}`;
    await waitFor(async () => (await redis.pubsub('NUMSUB', channel))[1] === 0, { what: 'the others to be gone' });
    // A wait for the answer would exceed the time limit of the test.
    const day = 86_400_000;
    expect([...(await askWorkers(redis, ['gone@host'], { command: 'ping' }, day)).values()]).toEqual([null]);
  });

  it('asks nobody when no worker is named', async () => {
    expect(await askWorkers(redis, [], { command: 'shutdown' }, 86_400_000)).toEqual(new Map());
  });

  it('has no effect on a worker that receives it too late', async () => {
    const [link, heard] = [await LinkProxy.to(url), [] as string[]];
    await worker('late@host', ({ command }) => heard.push(`late ${command}`), link.through(url));
    await worker('one@host', ({ command }) => heard.push(`one ${command}`));
    heard.length = 0;
    link.set({ mode: 'slow', delayMs: 500 });
    const answers = await askWorkers(redis, ['late@host', 'one@host'], { command: 'shutdown' }, 300);
    expect([...answers]).toEqual([
      ['late@host', null],
      ['one@host', { ok: 1 }],
    ]);
    link.restore();
    // What is asked later is heard later.
    expect((await askWorkers(redis, ['late@host'], { command: 'stats' })).get('late@host')).toHaveProperty('ok');
    expect(heard).toEqual(['one shutdown', 'late stats']);
    await link.close();
  });

  it('tells that a worker took the command without an answer', async () => {
    await worker('one@host', ({ command }) => (command === 'ping' ? null : new Promise(() => undefined)));
    expect((await askWorkers(redis, ['one@host'], { command: 'shutdown' }, 200)).get('one@host')).toEqual({
      taken: true,
    });
  });

  it('has no effect on a worker that is frozen after it took the command', async () => {
    const ofRedis = { takeCommand: () => Promise.resolve(2_900) };
    const take = (ms: number) => {
      const moments = [0, ms];
      return takeCommand(ofRedis, { id: randomUUID(), name: 'one@host' }, () => moments.shift() ?? 0);
    };
    expect(await take(10)).toBe(true);
    expect(await take(3_000)).toBe(false);
  });

  it('is done for a sender of an earlier version, which does not offer it in Redis', async () => {
    const heard: string[] = [];
    await worker('one@host', ({ command }) => heard.push(command));
    const message = { id: randomUUID(), to: ['one@host'], command: { command: 'stats' } };
    await redis.publish(`vocalborn:control:${redis.options.db ?? 0}`, JSON.stringify(message));
    await waitFor(() => heard.at(-1) === 'stats', { what: 'the worker to do it' });
  });

  it('leaves only keys that expire', async () => {
    await redis.flushdb();
    await worker('one@host', () => null);
    for (const key of await redis.keys('*')) expect(await redis.ttl(key)).toBeGreaterThan(0);
  });

  it('works again after the connection of the worker was cut', async () => {
    const link = await LinkProxy.to(url);
    await worker('one@host', () => 'heard', link.through(url));
    link.set({ mode: 'cut' });
    link.restore();
    const heard = async () => (await askWorkers(redis, ['one@host'], { command: 'ping' }, 200)).get('one@host');
    expect(await waitFor(heard, { what: 'the worker to hear again' })).toEqual({ ok: 'heard' });
    await link.close();
  });
});
