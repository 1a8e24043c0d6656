import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from './free-port.js';
import { listensOn } from './listens-on.js';
import { ManagedProcess } from './managed-process.js';
import { waitFor } from './wait-for.js';

describe.skipIf(process.platform !== 'linux')('a process', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::'])(
    'listens on the port that it has opened at %s, until it closes it',
    async (host) => {
      const server = createServer().listen(0, host);
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      expect(await listensOn(process.pid, port)).toBe(true);
      server.close();
      await once(server, 'close');
      expect(await listensOn(process.pid, port)).toBe(false);
    },
  );

  it("does not listen on another's port, nor where nobody does, nor once it has ended", async () => {
    const port = await freePort();
    expect(await listensOn(process.pid, port)).toBe(false);
    const program = `require('node:net').createServer().listen(${port}, '127.0.0.1')`;
    const other = new ManagedProcess({ command: process.execPath, args: ['-e', program] });
    await waitFor(() => listensOn(other.pid, port), { what: 'the other to listen' });
    expect(await listensOn(process.pid, port)).toBe(false);
    await other.kill();
    expect(await listensOn(other.pid, port)).toBe(false);
  });
});
