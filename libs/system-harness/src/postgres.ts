import { realpathSync } from 'node:fs';
import pg from 'pg';
import type { Certificates } from './certificates.js';
import { freePort } from './free-port.js';
import { ManagedProcess, type Exit } from './managed-process.js';
import { postgresBinaries } from './postgres-binaries.js';
import { askForPasswords, asksForPasswords, giveDatabase, keepOwner, type PostgresAccess } from './postgres-access.js';
import { clearStalePid, createCluster, holdsCluster, prepareDraft } from './postgres-data.js';
import { requireTls, tlsParameters } from './postgres-tls.js';
import { unprivilegedLauncher, type Launcher } from './unprivileged.js';
import { waitFor } from './wait-for.js';

export interface PostgresOptions {
  /** Created when missing; kept when the server stops. */
  readonly dataDir: string;
  readonly port?: number;
  /** False skips fsync, for test data that may be lost. */
  readonly durable?: boolean;
  /** Further settings of the server, such as `shared_preload_libraries`. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly logFile?: string;
  /** Without it every local connection is trusted, for servers of tests. */
  readonly access?: PostgresAccess;
  /** The server speaks TLS only, and asks clients for a certificate. */
  readonly tls?: Certificates;
}

/** Details and statements of failed requests hold what people wrote. */
const impersonalLog = {
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
};

/** A PostgreSQL server on the loopback address with its own data folder. */
export class PostgresServer {
  #process: ManagedProcess | undefined;

  private constructor(
    private readonly options: PostgresOptions,
    private readonly launcher: Launcher,
    readonly port: number,
  ) {}

  /** @throws Error with instructions when it cannot start, for instance because a running server uses the folder */
  static async start(options: PostgresOptions): Promise<PostgresServer> {
    const { dataDir, durable = true } = options;
    const binaries = await postgresBinaries();
    const exists = await holdsCluster(dataDir);
    const launcher = await unprivilegedLauncher(exists ? dataDir : await prepareDraft(dataDir), binaries.postgres);
    const superuserPassword = options.access?.superuserPassword;
    if (!exists) await createCluster(dataDir, binaries, { launch: launcher, durable, superuserPassword });
    const folder = realpathSync(dataDir);
    const tls = options.tls === undefined ? {} : await requireTls(folder, options.tls);
    const server = new PostgresServer(
      { ...options, dataDir: folder, settings: { ...options.settings, ...tls } },
      launcher,
      await freePort(options.port),
    );
    await server.launch();
    await server.closeAccess();
    return server;
  }

  /** The address of a database for the superuser. */
  url(database = 'postgres'): string {
    const { access } = this.options;
    return this.urlOf(access ? `postgres:${encodeURIComponent(access.superuserPassword)}` : 'postgres', database);
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Resolves when the present or last process ends. */
  get exited(): Promise<Exit> {
    return this.#process?.exited ?? Promise.reject(new Error('it was never started'));
  }

  /** Creates a database unless it exists. @returns its address for its owner: the role of `access`, else the superuser */
  async createDatabase(name: string): Promise<string> {
    await runSql(this.url(), `create database ${pg.escapeIdentifier(name)}`).catch((error: unknown) => {
      if ((error as { code?: string }).code !== '42P04') throw error;
    });
    const { access } = this.options;
    if (!access) return this.url(name);
    const { owner } = access;
    await withClient(this.url(name), async (client) => giveDatabase(client, name, owner.name));
    return this.urlOf(`${owner.name}:${encodeURIComponent(owner.password)}`, name);
  }

  /** Stops the server and closes its connections (a "fast" shutdown). */
  async stop(): Promise<void> {
    await this.#process?.stop('SIGINT', 30_000);
  }

  /** Kills the server, like a crash. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Starts the server again on the same port with the same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.launch();
  }

  private async closeAccess(): Promise<void> {
    const { dataDir, access } = this.options;
    if (!access) return;
    await withClient(this.url(), async (client) => {
      if (!(await asksForPasswords(dataDir))) await askForPasswords(dataDir, client, access.superuserPassword);
      await keepOwner(client, access.owner);
    });
  }

  private urlOf(credentials: string, database: string): string {
    const { tls } = this.options;
    const parameters = tls === undefined ? '' : `?${tlsParameters(tls)}`;
    return `postgres://${credentials}@127.0.0.1:${this.port}/${database}${parameters}`;
  }

  private async launch(): Promise<void> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      await clearStalePid(this.options.dataDir);
      const server = await this.spawn();
      this.#process = server;
      try {
        await waitFor(() => !server.running || this.answers(), { what: 'Postgres', timeoutMs: 180_000 });
        server.assertRunning();
        return;
      } catch (error) {
        await server.stop('SIGQUIT', 2_000);
        // The sessions of a killed server hold its shared memory until they notice.
        if (!server.output().includes('shared memory block') || Date.now() > deadline) throw error;
      }
    }
  }

  private async spawn(): Promise<ManagedProcess> {
    const { dataDir, durable = true, settings: further = {}, logFile } = this.options;
    const settings = {
      port: this.port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 200,
      shared_buffers: '64MB',
      timezone: 'UTC',
      ...impersonalLog,
      ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
      ...further,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const { postgres } = await postgresBinaries();
    return new ManagedProcess({
      ...this.launcher(postgres, ['-D', dataDir, ...flags]),
      name: 'Postgres',
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      lastSignal: 'SIGQUIT',
      ...(logFile === undefined ? {} : { logFile }),
    });
  }

  private async answers(): Promise<boolean> {
    await runSql(this.url(), 'select 1');
    return true;
  }
}

/** Runs one statement on a new connection. */
export function runSql(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  return withClient(url, async (client) => (await client.query<Record<string, unknown>>(statement)).rows);
}

/** Works on a new connection, and closes it. */
export async function withClient<Answer>(url: string, work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
