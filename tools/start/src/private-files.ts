import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { paths } from './paths.js';

/**
 * Closes `.local` to other users of the machine, and every file that this process and its apps create from now on. Moves the
 * data of Postgres to its present folder, if an earlier version has left them in `.local`.
 */
export function keepFilesPrivate(): void {
  process.umask(0o077);
  mkdirSync(paths.local, { recursive: true });
  chmodSync(paths.local, 0o700);
  const earlier = join(paths.local, 'postgres');
  if (earlier === paths.postgres || !existsSync(earlier) || existsSync(paths.postgres)) return;
  // Postgres passes this folder as another user.
  mkdirSync(dirname(paths.postgres), { recursive: true });
  chmodSync(dirname(paths.postgres), 0o711);
  renameSync(earlier, paths.postgres);
}
