import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { ManagedProcess, waitFor, type Exit } from '@vocalborn/system-harness';
import { imageOf, type Target } from './build-image.js';
import type { Workshop } from './workshop.js';

/** What an image says of the containers made of it. */
export interface ImageConfig {
  readonly Cmd: readonly string[] | null;
  readonly Entrypoint: readonly string[] | null;
  readonly Env: readonly string[];
  readonly User: string;
  readonly WorkingDir: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly Healthcheck?: { readonly Test: readonly string[] };
}

/** What a container is started with. */
export interface ContainerOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Folder of this machine that is mounted at /audio. */
  readonly audioFolder?: string;
  /** Instead of the image's own entrypoint and command. */
  readonly command?: readonly string[];
  /** Instead of the image's own command, behind its entrypoint. */
  readonly args?: readonly string[];
}

/** The configuration of an image. */
export async function readConfig(workshop: Workshop, target: Target): Promise<ImageConfig> {
  const text = await workshop.run('buildah', 'inspect', '--type', 'image', imageOf(target));
  return (JSON.parse(text) as { Docker: { config: ImageConfig } }).Docker.config;
}

/**
 * As the engines start a hardened container: the image can only be read, /tmp is in memory, the program is process 1 of its
 * own namespace, of user 1000, without capabilities and without a way to get some. The network is this machine's.
 */
const startScript = `set -e
name="$1"; image="$2"; audio="$3"; directory="$4"; shift 4
buildah from --pull-never --name "$name" "$image" > /dev/null
root="$(buildah mount "$name")"
cp /etc/hosts /etc/resolv.conf "$root/etc/"
mount --bind "$root" "$root"
mount --rbind /dev "$root/dev"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
if [ -n "$audio" ]; then mount --bind "$audio" "$root/audio"; fi
mount -o remount,bind,ro "$root"
exec unshare --pid --fork --kill-child --mount-proc="$root/proc" chroot "$root" \\
  setpriv --reuid=1000 --regid=1000 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \\
  env --ignore-environment --chdir="$directory" "$@"`;

/** A container of an image, started without an engine. */
export class Container {
  private constructor(
    readonly config: ImageConfig,
    private readonly process: ManagedProcess,
  ) {}

  /** Starts a container, hands it to `use` and removes it. */
  static async use<T>(
    workshop: Workshop,
    target: Target,
    options: ContainerOptions,
    use: (container: Container) => Promise<T>,
  ): Promise<T> {
    const config = await readConfig(workshop, target);
    const name = `vocalborn-check-${target}`;
    await workshop.run('buildah', 'rm', name).catch(() => undefined);
    const env = [...config.Env, ...Object.entries(options.env).map(([key, value]) => `${key}=${value}`)];
    const own = [...(config.Entrypoint ?? []), ...(options.args ?? config.Cmd ?? [])];
    const started = [name, imageOf(target), options.audioFolder ?? '', config.WorkingDir, ...env];
    const args = ['-c', startScript, 'sh', ...started, ...(options.command ?? own)];
    const running = new ManagedProcess({ ...workshop.command('sh', args), name: `the image of ${target}` });
    try {
      return await use(new Container(config, running));
    } finally {
      await running.kill();
      await workshop.run('buildah', 'rm', name);
    }
  }

  get running(): boolean {
    return this.process.running;
  }

  get exited(): Promise<Exit> {
    return this.process.exited;
  }

  output(): string {
    return this.process.output();
  }

  assertRunning(): void {
    this.process.assertRunning();
  }

  /** Sends a signal to process 1 and waits for its end. */
  async stop(signal: NodeJS.Signals): Promise<Exit> {
    process.kill(this.#firstProcess(), signal);
    return await this.exited;
  }

  /** Runs the health check of the image beside the app. @throws Error with its complaint */
  async checkHealth(env: Readonly<Record<string, string>>): Promise<void> {
    const [kind, ...command] = this.config.Healthcheck?.Test ?? [];
    if (kind !== 'CMD') throw new Error('the image has no health check');
    const within = ['--target', String(this.#firstProcess()), '--mount', '--pid', '--root', '--wd'];
    const variables = this.config.Env.map((one) => one.split('=', 2) as [string, string]);
    const user = ['--setuid', '1000', '--setgid', '1000'];
    await promisify(execFile)('nsenter', [...within, ...user, ...command], {
      env: { ...Object.fromEntries(variables), ...env },
    });
  }

  /** The program of the image, as this machine numbers it: `unshare` starts a shell, which becomes an `unshare` itself. */
  #firstProcess(): number {
    return childOf(childOf(this.process.pid));
  }

  /** Waits until `condition` holds or the container has ended. @throws Error with the output if it has ended */
  async waitUntil(condition: () => Promise<boolean>, what: string): Promise<void> {
    await waitFor(async () => !this.running || (await condition()), { what, timeoutMs: 60_000 });
    this.assertRunning();
  }
}

function childOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  if (children.length !== 1 || children[0] === '') throw new Error(`process ${pid} has ${children.length} children`);
  return Number(children[0]);
}
