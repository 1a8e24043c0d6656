import { freePort, temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { SupervisedApp } from './supervised-app.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeAll(() => void (folder = temporaryFolder('vocalborn supervised app')));
afterAll(() => folder.remove());

const going = new AbortController().signal;

it('apps of two clones that want the same port at the same time start on different ports', async () => {
  const preferredPort = await freePort();
  const clone = (number: number) => {
    const logFile = join(folder.path, `clone-${number}.log`);
    const env = { AI_SERVICE_API_KEY: `key of clone ${number}`, LOG_LEVEL: 'fatal' };
    const options = { name: 'ai-service', preferredPort, env, logFile, say: () => undefined } as const;
    return { logFile, starting: SupervisedApp.start(options, going) };
  };
  const first = clone(1);
  // The second finds the port still free, since the first is only coming up.
  await waitFor(() => existsSync(first.logFile), { what: 'the first to be launched' });
  const second = clone(2);
  const apps = await Promise.all([first.starting, second.starting]);
  const urls = apps.map(({ url }) => url);
  await Promise.all(apps.map((app) => app.kill()));
  expect(urls).toContain(`http://127.0.0.1:${preferredPort}`);
  expect(new Set(urls).size).toBe(2);
});
