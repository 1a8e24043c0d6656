import { readdir, readFile } from 'node:fs/promises';

/** The processes and all their descendants that run. */
export async function processTree(pids: readonly number[]): Promise<number[]> {
  const found = await Promise.all(pids.map(async (pid) => [pid, ...(await processTree(await childrenOf(pid)))]));
  return found.flat();
}

/** A child belongs to the thread that started it. */
async function childrenOf(pid: number): Promise<number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}
