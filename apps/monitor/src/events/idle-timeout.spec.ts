import { Subject } from 'rxjs';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { waitFor } from '@vocalborn/system-harness';
import { idleTimeout } from './idle-timeout.js';

const opened: { end(): void }[] = [];
afterEach(() => opened.splice(0).forEach((each) => each.end()));

/** Both ends of a connection; what is sent at this end is more than the system keeps for a reader that reads nothing. */
async function connection(): Promise<{ here: Socket; there: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const there = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [here] = (await once(server, 'connection')) as [Socket];
  here.on('error', () => undefined);
  there.on('error', () => undefined);
  opened.push({
    end: () => {
      here.destroy();
      there.destroy();
      server.close();
    },
  });
  return { here, there };
}

it('cuts a listener that takes nothing of what there is', async () => {
  const { here, there } = await connection();
  there.pause();
  new Subject().pipe(idleTimeout(here, 50)).subscribe();
  here.write(Buffer.alloc(32 * 1024 * 1024));
  await waitFor(() => here.destroyed, { what: 'the connection to be cut' });
});

it('leaves one alone that reads, and one to which nothing is sent', async () => {
  const [reader, idler] = [await connection(), await connection()];
  reader.there.resume();
  idler.there.pause();
  const looks = new Subject();
  for (const { here } of [reader, idler]) looks.pipe(idleTimeout(here, 20)).subscribe();
  const began = Date.now();
  while (Date.now() - began < 300) await new Promise((done) => reader.here.write(Buffer.alloc(1024 * 1024), done));
  expect([reader.here.destroyed, idler.here.destroyed]).toEqual([false, false]);
});
