import { realpath } from 'node:fs/promises';
import pg from 'pg';
import { freePort } from '../processes/free-port.js';
import { ManagedProcess, type Exit } from '../processes/managed-process.js';
import { waitFor } from '../processes/wait-for.js';
import { postgresBinaries } from './binaries.js';
import { clearStalePid, createCluster, holdsCluster, prepareDraft } from './data-folder.js';
import { unprivilegedLauncher, type Launcher } from './unprivileged.js';

/** Where and how to run a PostgreSQL. */
export interface PostgresOptions {
  /** Made when it is missing; kept when the server stops. */
  readonly dataDir: string;
  readonly port?: number;
  /** `false` trades safety at a power cut for speed: for tests only. */
  readonly durable?: boolean;
  /** File to which the server's log is appended. */
  readonly log?: string;
}

/** A running PostgreSQL of one's own. */
export interface Postgres {
  readonly port: number;
  readonly pid: number;
  url(database: string): string;
  /** Creates the database unless it exists. */
  createDatabase(name: string): Promise<void>;
  /** Ends connections and stops cleanly. */
  stop(): Promise<void>;
  /** Stops as a power cut would. */
  kill(): Promise<void>;
  /** Starts again on the same port and data, after `stop`, `kill` or while it runs. */
  restart(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on 127.0.0.1 that trusts every local caller, and waits until it answers.
 * @throws Error when a live server uses the data folder, or none can run here (the message says what to do).
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = await postgresBinaries();
  const durable = options.durable ?? true;
  let launch: Launcher;
  if (await holdsCluster(options.dataDir)) {
    launch = await unprivilegedLauncher(options.dataDir, binaries.postgres);
  } else {
    launch = await unprivilegedLauncher(await prepareDraft(options.dataDir), binaries.postgres);
    await createCluster(options.dataDir, binaries, { launch, durable });
  }
  const dataDir = await realpath(options.dataDir);
  const port = options.port ?? (await freePort());
  const start = (): Promise<ManagedProcess> =>
    startServer(dataDir, { port, durable, log: options.log }, (args) => launch(binaries.postgres, args));
  return runningPostgres(port, await start(), start);
}

function runningPostgres(port: number, first: ManagedProcess, start: () => Promise<ManagedProcess>): Postgres {
  let server = first;
  const url = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
  // SIGINT is PostgreSQL's "fast" shutdown: clients are cut off, everything is written.
  const stop = (): Promise<Exit> => server.stop('SIGINT', 30_000);
  return {
    port,
    get pid() {
      return server.pid;
    },
    url,
    createDatabase: (name) => createDatabase(url('postgres'), name),
    stop: async () => void (await stop()),
    kill: async () => void (await server.kill()),
    restart: async () => {
      await stop();
      server = await start();
    },
  };
}

interface ServerOptions {
  readonly port: number;
  readonly durable: boolean;
  readonly log: string | undefined;
}

async function startServer(dataDir: string, options: ServerOptions, launch: (args: string[]) => ReturnType<Launcher>) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    await clearStalePid(dataDir);
    const server = new ManagedProcess({
      ...launch(['-D', dataDir, ...serverArguments(options)]),
      name: 'PostgreSQL',
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      lastSignal: 'SIGQUIT',
      ...(options.log === undefined ? {} : { logFile: options.log }),
    });
    try {
      await waitFor(() => !server.running || answers(options.port), {
        timeoutMs: 60_000,
        what: 'PostgreSQL to answer',
      });
      server.assertRunning();
      return server;
    } catch (error) {
      await server.stop('SIGQUIT', 2000);
      // The sessions of a server that was killed need a moment to notice, and hold its shared memory until then.
      if (!server.output().includes('shared memory block') || Date.now() > deadline) throw error;
    }
  }
}

function serverArguments({ port, durable }: ServerOptions): string[] {
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', 'max_connections=200'];
  settings.push('timezone=UTC', 'log_timezone=UTC', 'jit=off');
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  return settings.flatMap((setting) => ['-c', setting]);
}

async function answers(port: number): Promise<boolean> {
  await query(`postgres://postgres@127.0.0.1:${port}/postgres`, 'SELECT 1');
  return true;
}

async function createDatabase(server: string, name: string): Promise<void> {
  await query(server, `CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch((error: unknown) => {
    if ((error as { code?: string }).code !== '42P04') throw error;
  });
}

/** Runs one statement over a connection of its own. */
export async function query(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}
