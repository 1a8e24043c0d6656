import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, hostname, totalmem } from 'node:os';

/** The version of this worker, from its package.json. */
export const { version } = createRequire(import.meta.url)('../package.json') as { version: string };

/** The name of the app in Postgres and Redis. */
export const appName = 'analysis-worker';

/** A worker's name, as Celery forms it: `worker@host`. */
export const workerName = (name: string): string => `${name}@${hostname()}`;

/** Bytes of memory that the worker may use: its container's limit, else the machine's memory. */
export function memoryLimitBytes(constrained = process.constrainedMemory(), total = totalmem()): number {
  return constrained > 0 && constrained < total ? constrained : total;
}

/** CPU cores that the worker may use: its container's quota (cgroup v2 cpu.max), else the machine's cores. */
export function coresAvailable(read: (path: string) => string | null = readText): number {
  const [quota, period] = (read('/sys/fs/cgroup/cpu.max') ?? '').trim().split(' ').map(Number);
  return quota && period ? quota / period : availableParallelism();
}

/** The network namespace of the worker's host or pod, so that readers count its traffic once. */
export const networkName = (): string => hostname();

/**
 * Bytes received and sent since boot over all network devices except loopback; null where /proc does not exist.
 * Format: proc_net_dev(5), column 1 received, column 9 sent.
 */
export function networkBytes(read: (path: string) => string | null = readText): number | null {
  const table = read('/proc/net/dev');
  if (table === null) return null;
  return table
    .split('\n')
    .slice(2)
    .map((line) => line.trim().split(/[:\s]+/))
    .filter(([device]) => device !== '' && device !== 'lo')
    .reduce((sum, columns) => sum + Number(columns[1]) + Number(columns[9]), 0);
}

/** Measures the rate of a growing counter between two calls. */
export class Rate {
  #at = performance.now();
  #value: number | null;

  constructor(private readonly read: () => number | null) {
    this.#value = read();
  }

  /** Growth per second since the previous call; null when the counter cannot be read. */
  perSecond(): number | null {
    const value = this.read();
    const before = this.#value;
    const elapsedMs = performance.now() - this.#at;
    this.#at += elapsedMs;
    this.#value = value;
    return value === null || before === null || elapsedMs === 0
      ? null
      : (Math.max(0, value - before) * 1000) / elapsedMs;
  }
}

/** Measures the CPU time of this process between two calls. */
export class CpuClock {
  #at = performance.now();
  #used = process.cpuUsage();

  /** CPU cores used since the previous call; 1 is one core all the time. */
  coresUsed(): number {
    const elapsedMs = performance.now() - this.#at;
    const { user, system } = process.cpuUsage(this.#used);
    this.#at += elapsedMs;
    this.#used = process.cpuUsage();
    return elapsedMs === 0 ? 0 : (user + system) / 1000 / elapsedMs;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
