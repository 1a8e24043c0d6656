import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Reads a file of the kernel; null when there is none. */
type Read = (path: string) => string | null;

const readKernelFile: Read = (path) => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
};

/**
 * Cores that this process may use: those of the machine, or fewer where a container has a CPU limit. Node 20 counts those of
 * the machine alone.
 * https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
 */
export function usableCores(read: Read = readKernelFile, cores = availableParallelism()): number {
  const [quota, period] = (read('/sys/fs/cgroup/cpu.max') ?? firstVersion(read)).split(' ').map(Number);
  if (!quota || !period || quota < 0) return cores;
  return Math.max(1, Math.min(cores, Math.floor(quota / period)));
}

/** The limit as the first version of control groups tells it. */
function firstVersion(read: Read): string {
  const files = ['cpu.cfs_quota_us', 'cpu.cfs_period_us'];
  return files.map((name) => read(`/sys/fs/cgroup/cpu/${name}`) ?? '').join(' ');
}

/** Of the memory limit, the share that heaps may take: the rest is for the process itself and for buffers. */
const heapShare = 0.75;

/**
 * Threads of so much heap that the memory limit of the container has room for; at least one.
 * @param limitBytes the limit; 0, or more than any machine has, means none
 */
export function threadsThatFit(heapMiB: number, limitBytes = process.constrainedMemory()): number {
  if (limitBytes === 0 || limitBytes > 2 ** 50) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.floor((limitBytes * heapShare) / (heapMiB * 1024 ** 2)));
}
