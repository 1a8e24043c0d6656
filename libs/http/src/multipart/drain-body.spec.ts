import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { drainBody, type DrainLimits } from './drain-body.js';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A server that refuses every request once it has read what it may of the body. */
async function refusing(limits: DrainLimits): Promise<{ port: number; outcome: Promise<boolean> }> {
  let tell: (isRead: boolean) => void;
  const outcome = new Promise<boolean>((resolve) => (tell = resolve));
  server = createServer((request, reply) => {
    void drainBody(request, limits).then((isRead) => {
      tell(isRead);
      reply.writeHead(413, isRead ? {} : { Connection: 'close' }).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, outcome };
}

async function post(port: number, bytes: number): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: new Uint8Array(bytes) })).status;
}

describe('draining a refused body', () => {
  it('lets a client that is still sending read the refusal', async () => {
    const { port, outcome } = await refusing({ maxBytes: 30_000_000, patienceMs: 10_000 });
    expect(await post(port, 20_000_000)).toBe(413);
    expect(await outcome).toBe(true);
  });

  it('takes a request without a body', async () => {
    const { port } = await refusing({ maxBytes: 10, patienceMs: 10_000 });
    expect(await post(port, 0)).toBe(413);
  });

  it.each([
    ['has sent more than the limit', 2_000_000, { maxBytes: 1_000_000, patienceMs: 60_000 }],
    ['stops sending', 100, { maxBytes: 1_000_000, patienceMs: 50 }],
  ])('ends when the client %s, and the client reads the refusal', async (_, bytes, limits) => {
    const { port, outcome } = await refusing(limits);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n');
    socket.write(Buffer.alloc(bytes));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
    expect(await outcome).toBe(false);
  });
});
