import { appEnvironment, workspaceRoot, type AppName, type Wiring } from '@vocalborn/system-harness';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Slots of one worker of the product. */
export const slotsPerWorker = 2;

/** Slots of the bare worker: as many as two workers of the product have. */
const bareSlots = 4;

/** Processes of each gateway. */
const gatewayProcesses = '2';

const path = (file: string): string => join(workspaceRoot, 'tools/bench', file);

/** A program to start. */
export interface Program {
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Variables that let a process and its children write a CPU profile at their end; none without a folder. */
export function profiling(folder: string | undefined): Record<string, string> {
  if (folder === undefined) return {};
  const preload = pathToFileURL(path('keep-profile.mjs')).href;
  return { BENCH_PROFILE_DIR: folder, NODE_OPTIONS: `--import ${preload}` };
}

/** The gateway of the product or of the baseline, as several processes behind one port. */
export function gatewayProgram(name: 'product' | 'baseline', wiring: Wiring, folder: string | undefined): Program {
  const exec =
    name === 'product' ? join(workspaceRoot, 'apps/api-gateway/dist/main.js') : path('dist/bare-gateway/main.js');
  const cluster = { CLUSTER_EXEC: exec, CLUSTER_PROCESSES: gatewayProcesses };
  return {
    entry: path('gateway-cluster.mjs'),
    env: { ...environment('api-gateway', wiring), ...cluster, ...profiling(folder) },
  };
}

/** A worker of the product. */
export function workerEnvironment(wiring: Wiring, number: number, folder: string | undefined): Record<string, string> {
  return {
    ...environment('analysis-worker', wiring),
    WORKER_NAME: `worker${number}`,
    CELERY_WORKER_CONCURRENCY: String(slotsPerWorker),
    ...profiling(folder),
  };
}

/** The one process that is the baseline of the workers. */
export function bareWorkerProgram(wiring: Wiring): Program {
  const env = { ...environment('analysis-worker', wiring), BARE_SLOTS: String(bareSlots) };
  return { entry: path('dist/bare-worker/main.js'), env };
}

function environment(app: AppName, wiring: Wiring): Record<string, string> {
  // One user does all of the work here.
  return { ...appEnvironment(app, wiring), LOG_LEVEL: 'warn', LIMITS: 'off' };
}
