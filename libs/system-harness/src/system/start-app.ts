import { ManagedProcess, type Exit } from '../processes/managed-process.js';
import { waitFor } from '../processes/wait-for.js';

/** What to start and how. */
export interface AppOptions {
  readonly name: string;
  /** The built entry file, such as `apps/monitor/dist/main.js`. */
  readonly entry: string;
  /** The whole environment, apart from PATH, PORT and HOST, which are added. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly port: number;
  readonly logFile?: string;
}

/** A started app. */
export interface App {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Whether it has not ended yet. */
  readonly running: boolean;
  /** Asks it to stop (SIGTERM unless told otherwise); killed after `graceMs`. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<Exit>;
  /** Ends it and what it has started at once. */
  kill(): Promise<Exit>;
  /** Signals the process without waiting for anything. */
  signal(signal: NodeJS.Signals): void;
  /** Waits until GET /health/ready answers 200. @throws Error with the last output when it ends before that. */
  waitReady(timeoutMs?: number): Promise<void>;
  /** The end of what it has printed. */
  output(): string;
}

/** Starts one built app on 127.0.0.1; `waitReady` says when it serves. */
export function startApp(options: AppOptions): App {
  const child = new ManagedProcess({
    name: options.name,
    command: process.execPath,
    args: ['--enable-source-maps', options.entry],
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', ...options.env, PORT: String(options.port) },
    ...(options.logFile === undefined ? {} : { logFile: options.logFile }),
  });
  const url = `http://127.0.0.1:${options.port}`;
  return {
    name: options.name,
    url,
    pid: child.pid,
    exited: child.exited,
    get running() {
      return child.running;
    },
    stop: (signal = 'SIGTERM', graceMs = 15_000) => child.stop(signal, graceMs),
    kill: () => child.kill(),
    signal: (signal) => child.signal(signal),
    output: () => child.output(),
    waitReady: async (timeoutMs = 60_000) => {
      const what = `${options.name} to be ready (${url}/health/ready)`;
      await waitFor(() => !child.running || isReady(url), { timeoutMs, what, everyMs: 50 });
      child.assertRunning();
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) });
  await answer.body?.cancel();
  if (answer.status !== 200) throw new Error(`it answers ${answer.status}`);
  return true;
}
