import { Subject } from 'rxjs';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { waitFor } from '@vocalborn/system-harness';
import { idleTimeout } from './idle-timeout.js';

const opened: { end(): void }[] = [];
afterEach(() => opened.splice(0).forEach((each) => each.end()));

/** Both ends of a connection. */
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

const everyMs = 15_000;
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());
const check = (): void => void vi.advanceTimersByTime(everyMs);

it('closes the connection of a listener that reads nothing although data waits for it', async () => {
  const { here, there } = await connection();
  there.pause();
  new Subject().pipe(idleTimeout(here, everyMs)).subscribe();
  here.write(Buffer.alloc(32 * 1024 * 1024));
  await waitFor(
    () => {
      check();
      return here.destroyed;
    },
    { what: 'the connection to be closed' },
  );
});

it('keeps the connection of a listener that reads', async () => {
  const { here, there } = await connection();
  there.resume();
  new Subject().pipe(idleTimeout(here, everyMs)).subscribe();
  for (let round = 0; round < 20; round += 1) {
    await new Promise((written) => here.write(Buffer.alloc(1024 * 1024), written));
    check();
  }
  expect(here.destroyed).toBe(false);
});

it('keeps the connection of a listener for which no data waits', async () => {
  const { here, there } = await connection();
  there.pause();
  new Subject().pipe(idleTimeout(here, everyMs)).subscribe();
  for (let round = 0; round < 20; round += 1) check();
  expect(here.destroyed).toBe(false);
});

it('ends the checks with the subscription', async () => {
  const { here } = await connection();
  const subscription = new Subject().pipe(idleTimeout(here, everyMs)).subscribe();
  expect(vi.getTimerCount()).toBe(1);
  subscription.unsubscribe();
  expect(vi.getTimerCount()).toBe(0);
});
