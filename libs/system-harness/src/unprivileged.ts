import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const root = 0;
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
 * PostgreSQL refuses to run as root. So root starts the program as nobody, and gives `folder` to that user. Where nobody
 * cannot reach the folder or the program, as in a clone below /root, it runs in a user namespace instead: there it sees
 * itself as nobody, while the kernel still takes it for root when it opens files.
 */
export async function unprivilegedLauncher(folder: string, program: string): Promise<Launcher> {
  if (process.getuid?.() !== 0) return (command, args) => ({ command, args });
  await give(folder, nobody);
  if (await canReach(folder, program)) return (command, args) => ({ command, args, uid: nobody, gid: nobody });
  await give(folder, root);
  const asNobody = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  if (await succeeds({ command: 'unshare', args: [...asNobody, program, '--version'] })) {
    return (command, args) => ({ command: 'unshare', args: [...asNobody, command, ...args] });
  }
  throw new Error(
    `PostgreSQL cannot run as root, user namespaces are not permitted here, and the user nobody cannot reach ${folder} ` +
      `and ${program}. Run this as an ordinary user, or move the clone to a folder that others may enter (such as ` +
      '/opt), or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

async function give(folder: string, user: number): Promise<void> {
  await promisify(execFile)('chown', ['-R', `${user}:${user}`, folder]);
}

async function canReach(folder: string, program: string): Promise<boolean> {
  const reaches = await Promise.all([
    succeeds({ command: program, args: ['--version'], uid: nobody, gid: nobody }),
    succeeds({ command: 'test', args: ['-w', folder], uid: nobody, gid: nobody }),
  ]);
  return reaches.every(Boolean);
}

async function succeeds({ command, args, uid, gid }: Launch): Promise<boolean> {
  try {
    await promisify(execFile)(command, [...args], { ...(uid === undefined ? {} : { uid, gid }) });
    return true;
  } catch {
    return false;
  }
}
