import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { drainBody } from './drain-body.js';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Posts to a server that refuses every request once it has thrown its body away. */
async function refused(bytes: number, maxBytes: number): Promise<number | string> {
  server = createServer((request, reply) => {
    void drainBody(request, maxBytes).then(() => reply.writeHead(413).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const body = new Uint8Array(bytes);
  return fetch(url, { method: 'POST', body }).then(
    (response) => response.status,
    () => 'connection broken',
  );
}

describe('draining a refused body', () => {
  it('lets a client that is still sending read the refusal', async () => {
    expect(await refused(20_000_000, 30_000_000)).toBe(413);
  });

  it('gives up on a client that sends without end', async () => {
    expect(await refused(20_000_000, 1_000_000)).toBe('connection broken');
  });

  it('takes a request without a body', async () => {
    expect(await refused(0, 10)).toBe(413);
  });
});
