import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchDebianPackages, workspaceRoot } from '@vocalborn/system-harness';

/** What a program was, and what it is spawned as. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

const folder = join(workspaceRoot, '.local', 'images');

/**
 * Where images are made without an engine: Debian's buildah and debootstrap, which need not be installed, with all
 * they store in `.local/images`. Whatever they mount or start lives in namespaces that end with the command.
 */
export class Workshop {
  private constructor(private readonly packages: string | undefined) {}

  /** @throws Error saying what is missing */
  static async open(say: (line: string) => void): Promise<Workshop> {
    if (process.getuid?.() !== 0) throw new Error('building images without an engine needs root: try sudo');
    for (const name of ['run', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'policy.json'), JSON.stringify({ default: [{ type: 'insecureAcceptAnything' }] }));
    writeFileSync(join(folder, 'registries.conf'), 'unqualified-search-registries = ["docker.io"]\n');
    writeFileSync(
      join(folder, 'storage.conf'),
      `[storage]\ndriver = "overlay"\ngraphroot = "${folder}/store"\nrunroot = "${folder}/run"\n`,
    );
    return new Workshop(await findPackages(say));
  }

  /** A file or folder of the workshop. */
  path(name: string): string {
    return join(folder, name);
  }

  /** How to spawn a program, so that it finds the tools and leaves neither a mount nor a process behind. */
  command(program: string, args: readonly string[]): Command {
    const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];
    const tools = this.packages === undefined ? '' : `mount -t overlay tools -o "lowerdir=$TOOLS/usr:/usr" /usr && `;
    // What is mounted is noted in `run`; it is forgotten together with the mounts.
    const script = `${tools}mount -t tmpfs run "$RUN" && exec "$@"`;
    return {
      command: 'unshare',
      args: [...namespaces, 'sh', '-c', script, 'sh', program, ...args],
      env: { ...environment(), TOOLS: this.packages },
    };
  }

  /** Runs a program to its end. @returns what it has printed @throws Error with its complaint */
  async run(program: string, ...args: readonly string[]): Promise<string> {
    const { command, args: all, env } = this.command(program, args);
    const { stdout } = await promisify(execFile)(command, [...all], { env: { ...env }, maxBuffer: 64 * 1024 * 1024 });
    return stdout.trim();
  }
}

function environment(): Record<string, string> {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    RUN: join(folder, 'run'),
    TMPDIR: join(folder, 'tmp'),
    BUILDAH_ISOLATION: 'chroot',
    CONTAINERS_CONF: '/dev/null',
    CONTAINERS_REGISTRIES_CONF: join(folder, 'registries.conf'),
    CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
  };
}

/** The folder of the privately fetched tools; undefined when the machine has its own. */
async function findPackages(say: (line: string) => void): Promise<string | undefined> {
  const names = ['buildah', 'debootstrap'];
  if (names.every((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)) return undefined;
  const fetched = join(folder, 'tools', 'root');
  if (existsSync(join(fetched, 'usr', 'bin', 'buildah'))) return fetched;
  say('Fetching private copies of buildah and debootstrap …');
  return await fetchDebianPackages(join(folder, 'tools'), [names]);
}
