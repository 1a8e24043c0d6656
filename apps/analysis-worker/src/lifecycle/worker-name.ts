import { hostname } from 'node:os';

/** A worker's name as everyone sees it: `worker@host`. */
export function workerName(name: string): string {
  return `${name}@${hostname()}`;
}
