import { readdir, readFile, readlink } from 'node:fs/promises';

/** State LISTEN in the kernel's socket tables. */
const listening = '0A';

/**
 * Whether the process listens on the TCP port, on any address. Reads the kernel's tables, because an answer over the
 * port may come from another process. Returns true where the kernel does not tell, as on systems without /proc.
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

/** Null when the open files of a running process are not readable, for instance because it has capabilities. */
async function openFilesOf(pid: number): Promise<string[] | null> {
  const folder = `/proc/${pid}/fd`;
  try {
    const names = await readdir(folder);
    return await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  } catch {
    // The open files of a zombie are not readable either.
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z ');
    return stat.includes(') Z ') ? [] : null;
  }
}
