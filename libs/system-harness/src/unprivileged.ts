import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const nobody = 65534;

/** How to run a program that refuses to run as root. */
interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Returns what to spawn for a program and its arguments. */
export type Launcher = (program: string, args: readonly string[]) => Launch;

/**
 * PostgreSQL refuses to run as root. In a user namespace it sees itself as nobody while the kernel still knows the
 * files as root's: no user is created, and folders closed to others (a clone under /root) work. Where namespaces are
 * refused, as in some containers, the program really runs as nobody, and `folder` is given to that user.
 */
export async function unprivilegedLauncher(folder: string, program: string): Promise<Launcher> {
  if (process.getuid?.() !== 0) return (command, args) => ({ command, args });
  const asNobody = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  if (await succeeds({ command: 'unshare', args: [...asNobody, program, '--version'] })) {
    return (command, args) => ({ command: 'unshare', args: [...asNobody, command, ...args] });
  }
  await promisify(execFile)('chown', ['-R', `${nobody}:${nobody}`, folder]);
  await assertReachable(folder, program);
  return (command, args) => ({ command, args, uid: nobody, gid: nobody });
}

async function assertReachable(folder: string, program: string): Promise<void> {
  const reaches = await Promise.all([
    succeeds({ command: program, args: ['--version'], uid: nobody, gid: nobody }),
    succeeds({ command: 'test', args: ['-w', folder], uid: nobody, gid: nobody }),
  ]);
  if (reaches.every(Boolean)) return;
  throw new Error(
    `PostgreSQL cannot run as root, user namespaces are not permitted here, and the user nobody cannot reach ${folder} ` +
      `and ${program}. Run this as an ordinary user, or move the clone to a folder that others may enter (such as ` +
      '/opt), or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

async function succeeds({ command, args, uid, gid }: Launch): Promise<boolean> {
  try {
    await promisify(execFile)(command, [...args], { ...(uid === undefined ? {} : { uid, gid }) });
    return true;
  } catch {
    return false;
  }
}
