import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const guardProgram = fileURLToPath(new URL('../guard/guard.mjs', import.meta.url));
let input: Writable | undefined;

/**
 * Has a process group ended with `signal` (and soon SIGKILL) should this process vanish, even by SIGKILL. Returns
 * what takes the group off the list again; a group that has ended must be taken off, since its number is reused.
 */
export function watchGroup(pid: number, signal: NodeJS.Signals): () => void {
  tell({ do: 'watch', pid, signal });
  return () => tell({ do: 'forget', pid });
}

/** Has a folder removed when this process ends, in whatever way. */
export function removeFolderAtEnd(path: string): () => void {
  tell({ do: 'removeFolder', path });
  return () => tell({ do: 'keepFolder', path });
}

/** Has a mount taken away when this process ends, in whatever way. */
export function unmountAtEnd(path: string): () => void {
  tell({ do: 'unmount', path });
  return () => tell({ do: 'keepMount', path });
}

function tell(command: Readonly<Record<string, unknown>>): void {
  input ??= startGuard();
  input.write(`${JSON.stringify(command)}\n`);
}

/** One guard for this process; detached, so that a Ctrl-C in the terminal does not reach it. */
function startGuard(): Writable {
  const guard = spawn(process.execPath, [guardProgram], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
    env: {},
  });
  guard.unref();
  const { stdin } = guard;
  // A socket that stays referenced would keep a finished program from ending.
  (stdin as Writable & { unref?: () => void }).unref?.();
  stdin.on('error', () => (input = undefined));
  guard.on('exit', () => (input = undefined));
  return stdin;
}
