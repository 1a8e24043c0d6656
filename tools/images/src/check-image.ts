import { mkdirSync } from 'node:fs';
import {
  freePort,
  ManagedProcess,
  waitFor,
  type AppName,
  type Wiring,
  appEnvironment,
} from '@vocalborn/system-harness';
import { imageOf } from './build-image.js';
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
 * Starts an image unconfigured, where it has to name what is missing, and configured, where it has to answer.
 * @returns what was seen
 * @throws Error with the output when it does not behave
 */
export async function checkImage(workshop: Workshop, app: AppName, wiring: Wiring): Promise<string> {
  if (needsSettings[app]) await checkUnconfigured(workshop, app);
  const port = await freePort();
  const env = { ...appEnvironment(app, wiring), HOST: '127.0.0.1', PORT: String(port) };
  return await inContainer(workshop, { app, env, audioFolder: wiring.audioFolder }, async (running) => {
    const url = `http://127.0.0.1:${port}/health`;
    await waitFor(() => !running.running || answers(`${url}/live`), { what: `${app} to answer`, timeoutMs: 60_000 });
    await waitFor(() => !running.running || answers(`${url}/ready`), { what: `${app} to be ready`, timeoutMs: 60_000 });
    running.assertRunning();
    return 'lives and is ready';
  });
}

/** Runs a command other than the image's own to its end. @throws Error with the output unless it succeeds */
export async function runInImage(
  workshop: Workshop,
  app: AppName,
  env: Readonly<Record<string, string>>,
  command: readonly string[],
): Promise<string> {
  return await inContainer(workshop, { app, env, command }, async (running) => {
    const { code } = await running.exited;
    if (code !== 0) running.assertRunning();
    return running.output().trim();
  });
}

async function checkUnconfigured(workshop: Workshop, app: AppName): Promise<void> {
  const { exit, output } = await inContainer(workshop, { app, env: {} }, async (running) => {
    const ended = await running.exited;
    return { exit: ended, output: running.output() };
  });
  if (exit.code === configurationFault && output.includes('DATABASE_URL is required')) return;
  throw new Error(`${app} does not name the missing settings (status ${String(exit.code)}):\n${output}`);
}

interface Container {
  readonly app: AppName;
  readonly env: Readonly<Record<string, string>>;
  readonly audioFolder?: string;
  /** The image's own command unless given. */
  readonly command?: readonly string[];
}

async function inContainer<T>(
  workshop: Workshop,
  { app, env, audioFolder, command }: Container,
  use: (running: ManagedProcess) => Promise<T>,
): Promise<T> {
  const container = await workshop.run('buildah', 'from', '--pull-never', imageOf(app));
  const variables = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  if (audioFolder !== undefined) mkdirSync(audioFolder, { recursive: true });
  const volumes = audioFolder === undefined ? [] : ['--volume', `${audioFolder}:${audioFolder}`];
  const args = ['run', ...variables, ...volumes, container, '--', ...(command ?? (await ownCommand(workshop, app)))];
  const running = new ManagedProcess({ ...workshop.command('buildah', args), name: `the image of ${app}` });
  try {
    return await use(running);
  } finally {
    await running.kill();
    await workshop.run('buildah', 'rm', container);
  }
}

async function ownCommand(workshop: Workshop, app: AppName): Promise<readonly string[]> {
  const text = await workshop.run('buildah', 'inspect', '--type', 'image', imageOf(app));
  const { OCIv1 } = JSON.parse(text) as { OCIv1: { config: { Cmd: string[]; User: string } } };
  if (OCIv1.config.User !== '1000:1000') throw new Error(`${app} runs as ${OCIv1.config.User || 'root'}`);
  return OCIv1.config.Cmd;
}

function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
