import { chownSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.js';
import { ManagedProcess } from './managed-process.js';
import { postgresCommand } from './postgres-command.js';
import { waitFor } from './wait-for.js';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly port?: number;
  /** False skips waiting for the disk: for tests, whose data is not worth keeping. */
  readonly durable?: boolean;
  readonly logFile?: string;
}

/** A real PostgreSQL server on the loopback address, with its data in a folder of its own. */
export class PostgresServer {
  #process: ManagedProcess | undefined;

  private constructor(
    private readonly options: PostgresOptions,
    readonly port: number,
  ) {}

  /** @throws Error with the server's own words when it cannot start, for instance because the folder is in use */
  static async start(options: PostgresOptions): Promise<PostgresServer> {
    if (!existsSync(join(options.dataDir, 'PG_VERSION'))) await initialise(options.dataDir);
    const server = new PostgresServer(options, await freePort(options.port));
    await server.launch();
    return server;
  }

  url(database = 'postgres'): string {
    return `postgres://postgres@127.0.0.1:${this.port}/${database}`;
  }

  get pid(): number {
    return this.#process?.pid ?? 0;
  }

  /** Makes a database unless it exists. @returns its URL */
  async createDatabase(name: string): Promise<string> {
    await this.query(async (client) => {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
      if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`);
    });
    return this.url(name);
  }

  /** Ends the server in good order, breaking off whoever is connected (a "fast" shutdown). */
  async stop(): Promise<void> {
    await this.#process?.stop('SIGINT', 10_000);
  }

  /** Kills the server as a crash would. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** Starts the server again on the same port with the same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.launch();
  }

  private async launch(): Promise<void> {
    const { dataDir, durable = true, logFile } = this.options;
    const settings = {
      port: this.port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 200,
      shared_buffers: '64MB',
      ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const started = new ManagedProcess({
      ...postgresCommand('postgres', ['-D', dataDir, ...flags]),
      ...(logFile === undefined ? {} : { logFile }),
    });
    this.#process = started;
    const ready = waitFor(() => this.query(() => Promise.resolve(true)), { what: 'Postgres', timeoutMs: 30_000 });
    const ended = started.exited.then(() => {
      throw new Error(`Postgres could not start with the data in ${dataDir}:\n${started.output().trim()}`);
    });
    ready.catch(() => undefined);
    ended.catch(() => undefined);
    await Promise.race([ready, ended]);
  }

  private async query<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.url(), connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await use(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function initialise(dataDir: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const flags = ['-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const command = postgresCommand('initdb', ['-D', dataDir, ...flags]);
  if (command.uid !== undefined && command.gid !== undefined) chownSync(dataDir, command.uid, command.gid);
  const run = new ManagedProcess(command);
  const { code } = await run.exited;
  if (code === 0) return;
  const hint =
    command.uid === undefined ? '' : `\nThe user nobody must be able to enter every folder above ${dataDir}.`;
  throw new Error(`initdb could not prepare ${dataDir}:\n${run.output().trim()}${hint}`);
}
