import { curlLines, type Endpoints } from './endpoints.js';
import { runDemo } from './demo.js';
import { paths } from './paths.js';
import { RunningSystem } from './running-system.js';
import { Screen } from './screen.js';
import { onStopRequest } from './stop-requests.js';

const interrupted = 130;

/** Starts the whole system, demonstrates one analysis, and runs until it is asked to stop. */
export async function main(): Promise<void> {
  const screen = new Screen(process.stdout);
  const system = new RunningSystem(process.env, screen);
  const ending = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    stopWhenAsked(system, screen, ending, resolve);
  });
  // Keeps the process alive until a stop.
  const staying = setInterval(() => undefined, 60_000);
  try {
    await present(system, screen, ending.signal);
  } catch (error) {
    if (!ending.signal.aborted) {
      screen.say(`\nIt could not start: ${error instanceof Error ? error.message : String(error)}`);
      screen.say(`The logs are in ${paths.logs}`);
      await system.stop();
      process.exit(1);
    }
  }
  await stopped;
  clearInterval(staying);
  process.exit(0);
}

async function present(system: RunningSystem, screen: Screen, signal: AbortSignal): Promise<void> {
  screen.say('Starting Postgres, Redis and the apps …');
  const endpoints = await system.start();
  signal.throwIfAborted();
  const seconds = (performance.now() / 1000).toFixed(1);
  screen.say(`Ready in ${seconds} s.\n`);
  const taskId = await runDemo(endpoints, screen, signal).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    screen.say(`The demonstration failed: ${error instanceof Error ? error.message : String(error)}`);
    screen.say(`The system stays up; see ${paths.logs}/analysis-worker.log and ai-service.log.`);
    return undefined;
  });
  if (!signal.aborted) showAddresses(endpoints, taskId, screen);
}

function showAddresses(endpoints: Endpoints, taskId: string | undefined, screen: Screen): void {
  screen.say(`\n  API and its documentation  ${endpoints.gateway}/docs`);
  screen.say(`  Monitor                    ${endpoints.monitor} (sign in with the token that the next line prints)`);
  screen.say(`                             node -p "require('${paths.endpoints}').tokens.admin"`);
  screen.say(`  Addresses and tokens       ${paths.endpoints}`);
  screen.say(`  Logs                       ${paths.logs}\n`);
  screen.say('Example requests (request an analysis, poll it, read its result):');
  for (const line of curlLines(endpoints, taskId)) screen.say(`\n${line}`);
  screen.say('\nCtrl-C stops everything; the data stays in this clone.');
}

function stopWhenAsked(system: RunningSystem, screen: Screen, ending: AbortController, done: () => void): void {
  const politely = (): void => {
    ending.abort();
    screen.say('\nStopping after the running analyses. Ctrl-C again stops at once.');
    system.stop().then(
      () => {
        screen.say('Stopped.');
        done();
      },
      (error: unknown) => {
        screen.say(`Stopping failed: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  const atOnce = (): void => {
    screen.say('Stopping at once.');
    void system.kill().finally(() => process.exit(interrupted));
  };
  onStopRequest({ politely, atOnce }, process.env['npm_lifecycle_event'] === 'start');
}
