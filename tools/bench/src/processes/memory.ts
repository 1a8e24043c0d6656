import { readFile } from 'node:fs/promises';
import { processTree } from './process-tree.js';

/** The memory of one process. */
export interface ProcessMemory {
  readonly pid: number;
  /** File name of the program's entry, such as `child-main.js`. */
  readonly entry: string;
  /** Proportional set size: memory that several processes share counts as a part for each. */
  readonly pssMib: number;
}

/** The memory of the processes and their descendants. */
export async function memoryOf(pids: readonly number[]): Promise<ProcessMemory[]> {
  const tree = await processTree(pids);
  return Promise.all(
    tree.map(async (pid) => {
      const [rollup, command] = await Promise.all(
        ['smaps_rollup', 'cmdline'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      return { pid, entry: entryOf(command ?? ''), pssMib: pssKibOf(rollup ?? '') / 1024 };
    }),
  );
}

/** The line `Pss:` of `/proc/<pid>/smaps_rollup`. */
export function pssKibOf(rollup: string): number {
  return Number(/^Pss: +(\d+) kB/m.exec(rollup)?.[1] ?? NaN);
}

/** The file name of the first script of a command line as /proc shows it. */
export function entryOf(commandLine: string): string {
  const script = commandLine.split('\0').find((word) => /\.m?js$/.test(word));
  return script?.split('/').at(-1) ?? '';
}
