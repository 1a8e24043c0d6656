import { readFile } from 'node:fs/promises';
import { processTree } from './process-tree.js';

/** Milliseconds of a tick of the kernel's clock: USER_HZ is 100 on every Linux. */
const tickMs = 10;

/**
 * The CPU time in milliseconds of the processes and their descendants since their start. Counts descendants that have
 * ended too, which matters for Postgres: it has a process for each connection.
 */
export async function cpuTimeMs(pids: readonly number[]): Promise<number> {
  const tree = await processTree(pids);
  const ticks = await Promise.all(
    tree.map(async (pid) => ticksOf(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))),
  );
  return ticks.reduce((sum, each) => sum + each, 0) * tickMs;
}

/** The ticks of a process and of its ended children, of the text of `/proc/<pid>/stat` (proc_pid_stat(5)). */
export function ticksOf(stat: string): number {
  // The name in brackets may hold spaces and brackets. Fields 14 to 17 are utime, stime, cutime and cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
}
