import { freePort, type AppName, type Wiring, appEnvironment } from '@vocalborn/system-harness';
import { Container, type ContainerOptions } from './container.js';
import type { Target } from './build-image.js';
import type { Workshop } from './workshop.js';

const configurationFault = 78;

/** Whether the app cannot do without being configured. */
const needsSettings: Readonly<Record<AppName, boolean>> = {
  'api-gateway': true,
  'analysis-worker': true,
  'ai-service': false,
  monitor: true,
};

/**
 * Starts the image of an app unconfigured, where it has to name what is missing, and configured, where it has to answer, to
 * pass its own health check, and to end by itself when it is asked to.
 * @returns what was seen
 * @throws Error with the output when it does not behave
 */
export async function checkApp(workshop: Workshop, app: AppName, wiring: Wiring, audioFolder: string): Promise<string> {
  if (needsSettings[app]) await checkUnconfigured(workshop, app);
  const port = await freePort();
  const env = { ...appEnvironment(app, wiring), HOST: '127.0.0.1', PORT: String(port) };
  return await Container.use(workshop, app, { env, audioFolder }, async (container) => {
    const url = `http://127.0.0.1:${port}/health`;
    await container.waitUntil(() => answers(`${url}/live`), `${app} to answer`);
    await container.waitUntil(() => answers(`${url}/ready`), `${app} to be ready`);
    await container.checkHealth(env);
    const { code, signal } = await container.stop('SIGTERM');
    if (code !== 0) throw new Error(`SIGTERM ends ${app} with ${signal ?? String(code)}:\n${container.output()}`);
    return 'lives, is ready and healthy, and ends when it is asked to';
  });
}

/** Runs a command in an image to its end. @returns what it has printed @throws Error with the output unless it succeeds */
export async function runInImage(workshop: Workshop, target: Target, options: ContainerOptions): Promise<string> {
  return await Container.use(workshop, target, options, async (container) => {
    const { code } = await container.exited;
    if (code !== 0) container.assertRunning();
    return container.output().trim();
  });
}

async function checkUnconfigured(workshop: Workshop, app: AppName): Promise<void> {
  const { code, output } = await Container.use(workshop, app, { env: {} }, async (container) => {
    const ended = await container.exited;
    return { code: ended.code, output: container.output() };
  });
  if (code === configurationFault && output.includes('DATABASE_URL is required')) return;
  throw new Error(`${app} does not name the missing settings (status ${String(code)}):\n${output}`);
}

/** Whether a URL is answered with success within two seconds. */
export function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
