import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis as Client } from 'ioredis';
import { freePort } from '../processes/free-port.js';
import { ManagedProcess } from '../processes/managed-process.js';
import { waitFor } from '../processes/wait-for.js';
import { workspaceRoot } from '../workspace-root.js';
import { findRedis, type RedisProgram } from './find-redis.js';

/** Where and how to run a Redis. */
export interface RedisOptions {
  /** Made when it is missing; kept when the server stops. */
  readonly dataDir: string;
  readonly port?: number;
  /** Keeps every write in an append-only file; without it a stop forgets everything. */
  readonly appendOnly?: boolean;
  readonly extraArgs?: readonly string[];
  /** Where a privately fetched Redis is kept, should the machine have none. */
  readonly toolsDir?: string;
  /** File to which the server's log is appended. */
  readonly log?: string;
  /** Is told when Redis has to be fetched. */
  readonly say?: (line: string) => void;
}

/** A running Redis of one's own. */
export interface Redis {
  readonly port: number;
  readonly pid: number;
  url(db: number): string;
  stop(): Promise<void>;
  /** Stops as a power cut would. */
  kill(): Promise<void>;
  /** Starts again on the same port, after `stop`, `kill` or while it runs; `wipe` loses all data first. */
  restart(options?: { readonly wipe?: boolean }): Promise<void>;
}

/** Starts a real Redis on 127.0.0.1 that never evicts a key, and waits until it answers. */
export async function startRedis(options: RedisOptions): Promise<Redis> {
  const toolsDir = options.toolsDir ?? join(workspaceRoot, '.local', 'tools', 'redis');
  const program = await findRedis({ toolsDir, ...(options.say === undefined ? {} : { say: options.say }) });
  await mkdir(options.dataDir, { recursive: true });
  const port = options.port ?? (await freePort());
  const start = (): Promise<ManagedProcess> => startServer(program, port, options);
  let server = await start();
  return {
    port,
    get pid() {
      return server.pid;
    },
    url: (db) => `redis://127.0.0.1:${port}/${db}`,
    stop: async () => void (await server.stop()),
    kill: async () => void (await server.kill()),
    restart: async ({ wipe = false } = {}) => {
      await server.stop();
      if (wipe) await emptyFolder(options.dataDir);
      server = await start();
    },
  };
}

async function startServer(program: RedisProgram, port: number, options: RedisOptions): Promise<ManagedProcess> {
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', options.dataDir, '--daemonize', 'no'];
  args.push('--save', '', '--appendonly', options.appendOnly === true ? 'yes' : 'no');
  // A queue must refuse writes when memory is full, not forget jobs.
  args.push('--maxmemory-policy', 'noeviction', ...(options.extraArgs ?? []));
  const server = new ManagedProcess({
    name: 'Redis',
    command: program.command,
    args,
    env: program.env,
    ...(options.log === undefined ? {} : { logFile: options.log }),
  });
  try {
    await waitFor(() => !server.running || answers(port), { timeoutMs: 30_000, what: 'Redis to answer' });
    server.assertRunning();
    return server;
  } catch (error) {
    await server.kill();
    throw error;
  }
}

async function answers(port: number): Promise<boolean> {
  const client = new Client({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } finally {
    client.disconnect();
  }
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}
