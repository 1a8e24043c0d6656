import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const guardProgram = fileURLToPath(new URL('../guard/guard.mjs', import.meta.url));
let input: Writable | undefined;

/**
 * Ends a process group with `signal`, and soon after with SIGKILL, when this process ends, also by SIGKILL.
 * @returns a function that stops watching the group; call it when the group ended, because its number is reused
 */
export function watchGroup(pid: number, signal: NodeJS.Signals): () => void {
  tell({ do: 'watch', pid, signal });
  return () => tell({ do: 'forget', pid });
}

/** Removes a folder when this process ends, also by SIGKILL. @returns a function that cancels this */
export function removeFolderAtEnd(path: string): () => void {
  tell({ do: 'removeFolder', path });
  return () => tell({ do: 'keepFolder', path });
}

/** Unmounts a folder when this process ends, also by SIGKILL. @returns a function that cancels this */
export function unmountAtEnd(path: string): () => void {
  tell({ do: 'unmount', path });
  return () => tell({ do: 'keepMount', path });
}

function tell(command: Readonly<Record<string, unknown>>): void {
  input ??= startGuard();
  input.write(`${JSON.stringify(command)}\n`);
}

/** Starts the guard process, detached so that a Ctrl-C in the terminal does not reach it. */
function startGuard(): Writable {
  const guard = spawn(process.execPath, [guardProgram], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
    env: {},
  });
  guard.unref();
  const { stdin } = guard;
  // A referenced socket would keep a finished program running.
  (stdin as Writable & { unref?: () => void }).unref?.();
  stdin.on('error', () => (input = undefined));
  guard.on('exit', () => (input = undefined));
  return stdin;
}
