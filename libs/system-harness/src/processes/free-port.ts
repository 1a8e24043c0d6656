import { createServer } from 'node:net';

/** A TCP port that nobody listens on at this moment; `preferred` when that one is free. */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await canListen(preferred))) return preferred;
  const port = await canListen(0);
  if (port === false) throw new Error('The system gives out no free TCP port');
  return port;
}

/** Tried on every address, since a server on 0.0.0.0 and one on 127.0.0.1 do not collide everywhere. */
async function canListen(port: number): Promise<number | false> {
  const chosen = await listenOnce(port, '127.0.0.1');
  if (chosen === false) return false;
  return (await listenOnce(chosen, '0.0.0.0')) === false ? false : chosen;
}

function listenOnce(port: number, host: string): Promise<number | false> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const chosen = typeof address === 'object' && address !== null ? address.port : false;
      server.close(() => resolve(chosen));
    });
  });
}
