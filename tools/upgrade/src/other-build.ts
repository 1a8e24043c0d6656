import { workspaceRoot } from '@vocalborn/system-harness';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Another revision of this workspace, installed and built in a folder of its own. */
export interface OtherBuild {
  readonly commit: string;
  readonly folder: string;
}

/**
 * Checks a revision out into the folder, installs its packages, and builds it.
 * @throws Error when git does not know the revision, or a step fails
 */
export function buildRevision(revision: string, parent: string, say: (line: string) => void): OtherBuild {
  const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`);
  const folder = join(parent, commit.slice(0, 12));
  say(`${revision}: building ${commit.slice(0, 12)} (two minutes) …`);
  git('clone', '--quiet', '--shared', '--no-checkout', workspaceRoot, folder);
  execFileSync('git', ['checkout', '--quiet', '--detach', commit], { cwd: folder });
  run(folder, 'npm', 'ci', '--loglevel=error', '--no-audit', '--no-fund');
  run(folder, 'npx', 'nx', 'run-many', '-t', 'build', '--outputStyle=static');
  return { commit, folder };
}

/** The commit of this workspace, and whether it has changes that are in no commit. */
export const presentRevision = (): string =>
  git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes');

function git(...args: readonly string[]): string {
  try {
    return execFileSync('git', args, {
      cwd: workspaceRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  } catch (cause) {
    throw new Error(`git ${args.join(' ')} failed: is this a clone with the revision in it?`, { cause });
  }
}

/** Runs a command, and shows what it printed only when it fails. */
function run(cwd: string, command: string, ...args: readonly string[]): void {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' };
  try {
    execFileSync(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 2 ** 20 });
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout?: Buffer; stderr?: Buffer };
    throw new Error(`${command} ${args.join(' ')} failed\n${String(stdout ?? '')}${String(stderr ?? '')}`, { cause });
  }
}
