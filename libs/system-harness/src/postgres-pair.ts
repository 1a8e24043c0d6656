import { execFile } from 'node:child_process';
import { appendFile, chown, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.js';
import { PostgresServer, runSql, withClient } from './postgres.js';
import { waitFor } from './wait-for.js';

export interface PostgresPairOptions {
  /** Folder of both data folders. */
  readonly folder: string;
  /** Further settings of both servers. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Under this name the standby follows its primary, which waits for it at each commit. */
const standbyName = 'standby';

interface Member {
  readonly dataDir: string;
  readonly port: number;
  server: PostgresServer;
}

/** A primary and a hot standby on the loopback address, with synchronous streaming replication. */
export class PostgresPair {
  #primary: Member;
  #standby: Member;

  private constructor(
    private readonly options: PostgresPairOptions,
    primary: Member,
    standby: Member,
  ) {
    this.#primary = primary;
    this.#standby = standby;
  }

  /** Starts both, and waits until every commit waits for the standby. */
  static async start(options: PostgresPairOptions): Promise<PostgresPair> {
    const [one, two] = await Promise.all([freePort(), freePort()]);
    const place = (name: string, port: number) => ({ dataDir: join(options.folder, name), port });
    const first = place('one', one);
    const primary = { ...first, server: await startServer(first, options) };
    const standby = await followerOf(primary, place('two', two), options);
    await waitForStandby(primary.server);
    return new PostgresPair(options, primary, standby);
  }

  get primary(): PostgresServer {
    return this.#primary.server;
  }

  get standby(): PostgresServer {
    return this.#standby.server;
  }

  /** The address of a database on both servers, for clients that find the primary. */
  url(database = 'postgres'): string {
    const hosts = [this.#primary, this.#standby]
      .toSorted((a, b) => a.dataDir.localeCompare(b.dataDir))
      .map(({ port }) => `127.0.0.1:${port}`);
    return `postgres://postgres@${hosts.join(',')}/${database}?target_session_attrs=read-write`;
  }

  /** Promotes the standby after the primary was killed. Then nothing follows the new primary. */
  async promote(): Promise<void> {
    await runSql(this.standby.url(), 'select pg_promote()');
    [this.#primary, this.#standby] = [this.#standby, this.#primary];
  }

  /** Makes the killed server a standby of the present primary, with a new copy of its data. */
  async rebuild(): Promise<void> {
    const { dataDir, port } = this.#standby;
    await rm(dataDir, { recursive: true, force: true });
    this.#standby = await followerOf(this.#primary, { dataDir, port }, this.options);
    await waitForStandby(this.primary);
  }

  /** Stops both. */
  async stop(): Promise<void> {
    // The primary first: its last commits wait for the standby.
    await this.primary.stop();
    await this.standby.stop();
  }
}

function startServer({ dataDir, port }: Omit<Member, 'server'>, options: PostgresPairOptions): Promise<PostgresServer> {
  // Keeps what is written between the copy of the data and the begin of the stream.
  const settings = { ...options.settings, wal_keep_size: '512MB' };
  return PostgresServer.start({ dataDir, port, durable: false, settings });
}

/** Copies the data of a running server, and starts the copy as its standby. */
async function followerOf(
  primary: Member,
  place: Omit<Member, 'server'>,
  options: PostgresPairOptions,
): Promise<Member> {
  const { dataDir } = place;
  const label = await withClient(primary.server.url(), async (client) => {
    await client.query(`select pg_backup_start('${standbyName}', true)`);
    await copyFolder(primary.dataDir, dataDir);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    return rows[0]?.labelfile ?? '';
  });
  await Promise.all(['postmaster.pid', 'pg_wal'].map((name) => rm(join(dataDir, name), { recursive: true })));
  await mkdir(join(dataDir, 'pg_wal'), { mode: 0o700 });
  await writeFile(join(dataDir, 'backup_label'), label);
  await writeFile(join(dataDir, 'standby.signal'), '');
  const source = `host=127.0.0.1 port=${primary.port} user=postgres application_name=${standbyName}`;
  await appendFile(join(dataDir, 'postgresql.auto.conf'), `primary_conninfo = '${source}'\n`);
  const { uid, gid } = await stat(primary.dataDir);
  await chown(dataDir, uid, gid);
  return { ...place, server: await startServer(place, options) };
}

/** Copies a folder whose files may vanish meanwhile: the standby reads from the stream what happened to them. */
async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to]).catch((error: unknown) => {
    const lines = String((error as { stderr?: unknown }).stderr)
      .trim()
      .split('\n');
    if (!lines.every((line) => line.includes('No such file or directory'))) throw error;
  });
}

/** Lets commits wait for the standby. The setting is not in the copy, so a promoted standby waits for nobody. */
async function waitForStandby(primary: PostgresServer): Promise<void> {
  await runSql(primary.url(), `alter system set synchronous_standby_names = '${standbyName}'`);
  await runSql(primary.url(), 'select pg_reload_conf()');
  const isSynchronous = `select 1 from pg_stat_replication where sync_state = 'sync' and state = 'streaming'`;
  await waitFor(async () => (await runSql(primary.url(), isSynchronous)).length > 0, {
    what: 'the standby to follow synchronously',
    timeoutMs: 60_000,
  });
}
