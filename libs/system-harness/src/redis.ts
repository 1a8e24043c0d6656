import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { Redis } from 'ioredis';
import type { Certificates } from './certificates.js';
import { freePort } from './free-port.js';
import { ManagedProcess, type Exit } from './managed-process.js';
import { findRedis } from './find-redis.js';
import type { RedisProgram } from './fetch-redis.js';
import { waitFor } from './wait-for.js';
import { workspaceRoot } from './wiring.js';

export interface RedisOptions {
  readonly dataDir: string;
  readonly port?: number;
  /** Whether data survives a restart. */
  readonly appendOnly?: boolean;
  readonly extraArgs?: readonly string[];
  /** Asked of every connection; none by default, for servers of tests. */
  readonly password?: string;
  /** The server speaks TLS only, and asks clients for a certificate. */
  readonly tls?: Certificates;
  /** Folder for a fetched Redis. */
  readonly toolsDir?: string;
  readonly logFile?: string;
  /** Called when Redis has to be fetched. */
  readonly say?: (line: string) => void;
}

/** Folder of a fetched Redis, unless another is given. */
export const redisToolsDir = join(workspaceRoot, '.local', 'tools', 'redis');

/** A Redis server on the loopback address with its own data folder. */
export class RedisServer {
  #process: ManagedProcess | undefined;

  private constructor(
    private readonly options: RedisOptions,
    private readonly program: RedisProgram,
    readonly port: number,
  ) {}

  /** @throws Error with the server's output when it cannot start */
  static async start(options: RedisOptions): Promise<RedisServer> {
    mkdirSync(options.dataDir, { recursive: true });
    const toolsDir = options.toolsDir ?? redisToolsDir;
    const program = await findRedis({ toolsDir, ...(options.say === undefined ? {} : { say: options.say }) });
    const server = new RedisServer(options, program, await freePort(options.port));
    await server.launch();
    return server;
  }

  url(database = 0): string {
    const { password, tls } = this.options;
    const credentials = password === undefined ? '' : `:${encodeURIComponent(password)}@`;
    return `${tls === undefined ? 'redis' : 'rediss'}://${credentials}127.0.0.1:${this.port}/${database}`;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Resolves when the present or last process ends. */
  get exited(): Promise<Exit> {
    return this.#process?.exited ?? Promise.reject(new Error('it was never started'));
  }

  /** An environment whose PATH finds the `redis-cli` of the same installation. */
  cliEnvironment(): NodeJS.ProcessEnv {
    const { command, env } = this.program;
    const folders = [...(isAbsolute(command) ? [dirname(command)] : []), env['PATH'] ?? process.env['PATH'] ?? ''];
    return { ...env, PATH: folders.join(delimiter) };
  }

  async stop(): Promise<void> {
    await this.#process?.stop('SIGTERM', 10_000);
  }

  /** Kills the server, like a crash. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Sends a signal, such as SIGSTOP to make the server hang. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.signal(signal);
  }

  /** Starts the server again on the same port, with its data or without. */
  async restart(options: { readonly wipe?: boolean } = {}): Promise<void> {
    await this.stop();
    if (options.wipe) {
      rmSync(this.options.dataDir, { recursive: true, force: true });
      mkdirSync(this.options.dataDir, { recursive: true });
    }
    await this.launch();
  }

  private async launch(): Promise<void> {
    const { dataDir, appendOnly = false, extraArgs = [], logFile, tls } = this.options;
    const settings = [...portArguments(this.port, tls), '--bind', '127.0.0.1', '--dir', dataDir, '--save', ''];
    const kept = ['--appendonly', appendOnly ? 'yes' : 'no', '--maxmemory-policy', 'noeviction', '--databases', '512'];
    const started = new ManagedProcess({
      name: 'Redis',
      command: this.program.command,
      args: [...this.passwordFile(), ...settings, ...kept, ...extraArgs],
      env: this.program.env,
      ...(logFile === undefined ? {} : { logFile }),
    });
    this.#process = started;
    try {
      await waitFor(() => !started.running || this.answers(), { what: 'Redis', timeoutMs: 180_000 });
      started.assertRunning();
    } catch (error) {
      await started.kill();
      throw error;
    }
  }

  /** A password among the arguments would be shown to every user of the machine. @returns the argument that names the file */
  private passwordFile(): string[] {
    const { dataDir, password } = this.options;
    if (password === undefined) return [];
    const file = join(dataDir, 'password.conf');
    writeFileSync(file, `requirepass ${password}\n`, { mode: 0o600 });
    return [file];
  }

  private async answers(): Promise<boolean> {
    const { tls } = this.options;
    const client = new Redis(this.url(), {
      ...{ lazyConnect: true, retryStrategy: () => null, commandTimeout: 1_000 },
      ...(tls && { tls: clientOptions(tls) }),
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.ping();
      return true;
    } finally {
      client.disconnect();
    }
  }
}

/** The arguments of redis-server for its port, with TLS or without. */
export function portArguments(port: number, tls: Certificates | undefined): string[] {
  if (tls === undefined) return ['--port', String(port)];
  const files = ['--tls-ca-cert-file', tls.caFile, '--tls-cert-file', tls.server.certFile];
  const key = ['--tls-key-file', tls.server.keyFile, '--tls-auth-clients', 'yes', '--tls-replication', 'yes'];
  return ['--port', '0', '--tls-port', String(port), ...files, ...key];
}

/** The options of a client that shows the client's certificate. */
export function clientOptions({ caFile, client }: Certificates): Record<'ca' | 'cert' | 'key', string> {
  const [ca, cert, key] = [caFile, client.certFile, client.keyFile].map((file) => readFileSync(file, 'utf8'));
  return { ca: ca ?? '', cert: cert ?? '', key: key ?? '' };
}
