import { createServer, type AddressInfo } from 'node:net';

/** The preferred port when it is free, else any free port of the loopback address. */
export async function freePort(preferred = 0): Promise<number> {
  const port = await tryPort(preferred);
  return port ?? (await tryPort(0)) ?? 0;
}

/** Tries both addresses: a listener on 127.0.0.1 does not prevent another on 0.0.0.0. */
async function tryPort(port: number): Promise<number | null> {
  const given = await listenOnce(port, '127.0.0.1');
  return given === null ? null : await listenOnce(given, '0.0.0.0');
}

function listenOnce(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const { port: given } = server.address() as AddressInfo;
      server.close(() => resolve(given));
    });
  });
}
