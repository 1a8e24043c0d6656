import { readFileSync } from 'node:fs';
import { availableParallelism, hostname, totalmem } from 'node:os';

/** Memory that the worker may use: its container's limit, else all that the machine has. */
export function memoryLimitBytes(constrained = process.constrainedMemory(), total = totalmem()): number {
  return constrained > 0 && constrained < total ? constrained : total;
}

/** Cores that the worker may use: its container's share of them, else all that the machine has. */
export function coresAvailable(read: (path: string) => string | null = readText): number {
  const [quota, period] = (read('/sys/fs/cgroup/cpu.max') ?? '').trim().split(' ').map(Number);
  return quota && period ? quota / period : availableParallelism();
}

/** Names the network that the worker's host (pod) shares, so that nobody adds up its traffic twice. */
export const networkName = (): string => hostname();

/**
 * Bytes that went in and out of all devices but the loopback one since they came up; null where the system does not tell.
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

/** Measures a rate between two calls. */
export class Rate {
  #at = performance.now();
  #value: number | null;

  constructor(private readonly read: () => number | null) {
    this.#value = read();
  }

  /** Per second since the last call; null when it cannot be told. */
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

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
