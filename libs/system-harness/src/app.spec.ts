import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningApp } from './app.js';
import { freePort } from './free-port.js';
import { temporaryFolder } from './temporary-folder.js';

/** Ready only from the third question on; stops politely. */
const program = `
  import { createServer } from 'node:http';
  let asked = 0;
  if (process.env.FAULTY) throw new Error('the configuration is wrong');
  process.on('SIGTERM', () => { console.log('stopping'); process.exit(3); });
  createServer((request, response) => {
    response.statusCode = request.url === '/health/ready' && ++asked >= 3 ? 200 : 503;
    response.end(process.env.GREETING);
  }).listen(Number(process.env.PORT), process.env.HOST, () => console.log('listening'));
`;

describe('RunningApp', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let entry: string;

  beforeAll(async () => {
    folder = temporaryFolder('vocalborn app');
    entry = join(folder.path, 'main.mjs');
    await writeFile(entry, program);
  });

  afterAll(() => {
    folder.remove();
  });

  it('waits until the app says that it is ready, and stops it politely', async () => {
    const logFile = join(folder.path, 'app.log');
    const app = new RunningApp({ name: 'greeter', entry, env: { GREETING: 'hello' }, port: await freePort(), logFile });
    await app.waitReady();
    expect(await (await fetch(`${app.url}/`)).text()).toBe('hello');
    expect(await app.stop()).toEqual({ code: 3, signal: null });
    expect(app.output()).toBe('listening\nstopping\n');
    expect(await readFile(logFile, 'utf8')).toBe('listening\nstopping\n');
  });

  it('ends the wait with what the app has said when the app dies', async () => {
    const app = new RunningApp({ name: 'faulty', entry, env: { FAULTY: 'yes' }, port: await freePort() });
    await expect(app.waitReady()).rejects.toThrow(/faulty ended with status 1:[^]*the configuration is wrong/);
  });

  it.each(['127.0.0.1', '0.0.0.0'])(
    'does not take a stranger who is ready on its port (at %s) for the app',
    async (host) => {
      const stranger = createServer((_, response) => void response.end('ready')).listen(0, host);
      await once(stranger, 'listening');
      const { port } = stranger.address() as AddressInfo;
      const app = new RunningApp({ name: 'late', entry, env: {}, port });
      await expect(app.waitReady()).rejects.toThrow(/late ended with status 1:[^]*EADDRINUSE/);
      stranger.close();
    },
  );

  it('does not hand its own environment to the app', async () => {
    process.env['GREETING'] = 'from the starter';
    const app = new RunningApp({ name: 'greeter', entry, env: {}, port: await freePort() });
    await app.waitReady();
    expect(await (await fetch(`${app.url}/`)).text()).toBe('');
    await app.kill();
    delete process.env['GREETING'];
  });
});
