import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runLoad, type Load } from './closed-loop.js';

let server: Server;
let seen: { path: string; authorization: string | undefined; body: string }[];
let status: number;

beforeEach(async () => {
  seen = [];
  status = 200;
  server = createServer((request, reply) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      seen.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
      const text = JSON.stringify({ path: request.url });
      reply.writeHead(status, { 'content-length': Buffer.byteLength(text) }).end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A load of so many requests. */
function loadOf(requests: number, more: Partial<Load> = {}): Load {
  let sent = 0;
  return {
    port: (server.address() as AddressInfo).port,
    connections: 3,
    seconds: 60,
    next: () => (sent < requests ? { method: 'POST', path: `/${sent++}`, token: 'abc', body: '{"é":1}' } : null),
    expected: 200,
    ...more,
  };
}

describe('the closed loop', () => {
  it('sends each request once, with token and body, and returns all answers', async () => {
    const { answers } = await runLoad(loadOf(20));
    expect(seen.map(({ path }) => path).toSorted()).toEqual(
      Array.from({ length: 20 }, (_, index) => `/${index}`).toSorted(),
    );
    expect(new Set(seen.map(({ authorization, body }) => `${authorization} ${body}`))).toEqual(
      new Set(['Bearer abc {"é":1}']),
    );
    expect(answers).toHaveLength(20);
  });

  it('sends nothing when its time is over', async () => {
    const { answers } = await runLoad(loadOf(20, { seconds: 0 }));
    expect(answers).toEqual([]);
  });

  it('fails with the text of an answer that was not expected', async () => {
    status = 500;
    await expect(runLoad(loadOf(20))).rejects.toThrow(/answered 500: \{"path"/);
  });

  it('fails when the server goes away', async () => {
    const port = (server.address() as AddressInfo).port;
    server.removeAllListeners('request').on('request', (request) => request.socket.destroy());
    await expect(runLoad(loadOf(20, { port }))).rejects.toThrow();
  });
});
