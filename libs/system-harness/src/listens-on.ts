import { readdir, readFile, readlink } from 'node:fs/promises';

/** How the kernel's tables call the state of a socket that listens. */
const listening = '0A';

/**
 * Whether a process itself listens on a TCP port, whatever its address. The kernel is asked, since an answer that comes
 * over the port may be anybody's. True also where the kernel does not tell, as on systems without /proc.
 */
export async function listensOn(pid: number, port: number): Promise<boolean> {
  const tables = await Promise.all(['tcp', 'tcp6'].map(readTable));
  if (tables.every((table) => table === null)) return true;
  const listeners = new Set(tables.flatMap((table) => listenersOn(port, table ?? '')));
  if (listeners.size === 0) return false;
  const own = await openFilesOf(pid);
  return own?.some((file) => listeners.has(file)) ?? true;
}

const readTable = (name: string): Promise<string | null> =>
  readFile(`/proc/self/net/${name}`, 'utf8').catch(() => null);

/** A line is `number: address:port address:port state …`, the inode is the tenth of its words (proc_net_tcp.txt). */
function listenersOn(port: number, table: string): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === listening && local?.endsWith(suffix))
    .map((words) => `socket:[${words[9]}]`);
}

/** Null when a running process may not be looked into, as one whose program has capabilities. */
async function openFilesOf(pid: number): Promise<string[] | null> {
  const folder = `/proc/${pid}/fd`;
  try {
    const names = await readdir(folder);
    return await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  } catch {
    // One that has ended but was not waited for yet may not be looked into, either.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z ');
    return stat.includes(') Z ') ? [] : null;
  }
}
