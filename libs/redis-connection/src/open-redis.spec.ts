import { freePort, freshRedisUrl, waitFor } from '@vocalborn/system-harness';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openRedis, type Redis } from './index.js';

/** A link to Redis that can be cut: what is sent over it then disappears, and nobody is told. */
class Link {
  #cut = new Set<Socket>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(target: URL) {
    this.#server = createServer((near) => {
      const far = connect(Number(target.port), target.hostname);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        from.on('error', () => undefined);
        from.on('data', (bytes) => void (this.#cut.has(from) || to.write(bytes)));
        from.on('close', () => void (this.#cut.has(from) || to.destroy()));
      }
    });
  }

  async listen(): Promise<number> {
    const port = await freePort();
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
    return port;
  }

  /** Every connection there is goes dead for good; new ones work. */
  cut(): void {
    this.#cut = new Set(this.#sockets);
  }

  close(): void {
    this.#sockets.forEach((socket) => socket.destroy());
    this.#server.close();
  }
}

let link: Link | undefined;
const open: Redis[] = [];
afterEach(() => {
  open.splice(0).forEach((redis) => redis.disconnect());
  link?.close();
});

async function through(temper: 'prompt' | 'patient'): Promise<Redis> {
  const target = new URL(await freshRedisUrl());
  link = new Link(new URL(target));
  target.port = String(await link.listen());
  const redis = openRedis({ url: target.href, name: 'test', temper });
  redis.on('error', () => undefined);
  open.push(redis);
  await waitFor(() => redis.status === 'ready', { what: 'the connection' });
  return redis;
}

describe('a connection that is cut without a word', () => {
  it('comes back by itself, and what a patient caller asked for in between is answered', async () => {
    const redis = await through('patient');
    await redis.set('a', '1');
    link?.cut();
    expect(await redis.get('a')).toBe('1');
  }, 30_000);

  it('keeps a prompt caller waiting for a second at most, and works again soon', async () => {
    const redis = await through('prompt');
    await redis.set('a', '1');
    link?.cut();
    const began = Date.now();
    await expect(redis.get('a')).rejects.toThrow();
    expect(Date.now() - began).toBeLessThan(2_000);
    await waitFor(() => redis.get('a').catch(() => null), { what: 'the connection to work again', timeoutMs: 20_000 });
  }, 30_000);

  it('is not mistaken for one on which a consumer waits for work', async () => {
    const redis = await through('patient');
    const connections = new Set([redis.stream]);
    for (let round = 0; round < 5; round += 1) {
      expect(await redis.brpop('empty', 2)).toBeNull();
      connections.add(redis.stream);
    }
    expect(connections.size).toBe(1);
  }, 30_000);
});
