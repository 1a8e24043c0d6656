import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from './free-port.js';

async function listening<T>(host: string, work: (port: number) => Promise<T>): Promise<T> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  try {
    return await work((server.address() as { port: number }).port);
  } finally {
    server.close();
    await once(server, 'close');
  }
}

describe('a free port', () => {
  it('is the preferred one when nobody listens on it', async () => {
    const port = await freePort();
    expect(port).toBeGreaterThan(1_023);
    expect(await freePort(port)).toBe(port);
  });

  it.each(['127.0.0.1', '0.0.0.0'])('is another one when a program listens on %s', async (host) => {
    await listening(host, async (taken) => {
      const port = await freePort(taken);
      expect(port).not.toBe(taken);
      expect(port).toBeGreaterThan(0);
    });
  });

  it('can be listened on at once', async () => {
    const server = createServer().listen(await freePort(), '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });
});
