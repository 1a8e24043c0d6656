import { Redis } from 'ioredis';
import { waitFor, type RunningApp } from '@vocalborn/system-harness';
import pg from 'pg';
import { cpuTimeMs } from '../processes/cpu-time.js';
import { HeldQueue } from './queue.js';

/** Where the data of one side is. */
export interface SideAddresses {
  readonly databaseUrl: string;
  readonly brokerUrl: string;
  readonly resultBackendUrl: string;
}

/** Starts the programs of one side. `startWorkers` makes them ready for tasks. */
export interface Programs {
  startGateway(): Promise<RunningApp>;
  startWorkers(workers: number): Promise<RunningApp[]>;
}

/** The groups of processes whose CPU time is told apart. */
export const processGroups = ['gateway', 'worker', 'postgres', 'redis'] as const;
export type ProcessGroup = (typeof processGroups)[number];
export type CpuTimes = Readonly<Record<ProcessGroup, number>>;

/**
 * The product or the bare baseline: programs with data of their own on the servers that both share. One side works
 * while the other is idle.
 */
export class Side {
  readonly #queue: HeldQueue;
  readonly #database: pg.Pool;
  gateway: RunningApp | undefined;
  workers: readonly RunningApp[] = [];

  constructor(
    readonly name: 'product' | 'baseline',
    readonly token: string,
    readonly addresses: SideAddresses,
    private readonly programs: Programs,
    private readonly servers: { readonly postgres: number; readonly redis: number },
  ) {
    this.#queue = new HeldQueue(addresses.brokerUrl);
    this.#database = new pg.Pool({ connectionString: addresses.databaseUrl, max: 2 });
  }

  get port(): number {
    return Number(new URL(this.gateway?.url ?? '').port);
  }

  get queue(): HeldQueue {
    return this.#queue;
  }

  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#database.query(text, [...values])).rows as Row[];
  }

  async startGateway(): Promise<void> {
    this.gateway ??= await this.programs.startGateway();
  }

  /** Starts so many workers in place of those that run. */
  async setWorkers(workers: number): Promise<void> {
    if (this.workers.length === workers) return;
    await Promise.all(this.workers.map((worker) => worker.stop()));
    this.workers = workers === 0 ? [] : await this.programs.startWorkers(workers);
  }

  async stopGateway(): Promise<void> {
    await this.gateway?.stop();
    this.gateway = undefined;
  }

  /** Waits until no job is left. */
  async untilDone(timeoutMs = 300_000): Promise<void> {
    const what = `the queue of the ${this.name} to be empty`;
    await waitFor(async () => (await this.#queue.unfinished()) === 0, { what, timeoutMs });
  }

  /** CPU time of each group since its start, in milliseconds. */
  async cpuTimes(): Promise<CpuTimes> {
    const { postgres, redis } = this.servers;
    const pids = { gateway: [this.gateway], worker: this.workers };
    const of = (apps: readonly (RunningApp | undefined)[]): Promise<number> =>
      cpuTimeMs(apps.flatMap((app) => (app ? [app.pid] : [])));
    return {
      gateway: await of(pids.gateway),
      worker: await of(pids.worker),
      postgres: await cpuTimeMs([postgres]),
      redis: await cpuTimeMs([redis]),
    };
  }

  /** Removes the tasks that wait. No worker may run. */
  async dropWaiting(): Promise<void> {
    await this.query(`
      with waiting as (delete from ai_analysis_tasks where status = 'PENDING' returning task_id)
      delete from open_tasks using waiting where open_tasks.task_id = waiting.task_id`);
    await this.flush(this.addresses.brokerUrl);
  }

  /** Removes all tasks, and everything that Redis has of them. No worker may run. */
  async clear(): Promise<void> {
    await this.query(
      `truncate ai_analysis_tasks, ai_analysis_task_events, ai_analysis_results, open_tasks, task_search cascade`,
    );
    await this.query(`delete from practice_records where practice_record_id::text not like '00000000-%'`);
    await Promise.all([this.addresses.brokerUrl, this.addresses.resultBackendUrl].map((url) => this.flush(url)));
  }

  async stop(): Promise<void> {
    await this.setWorkers(0);
    await this.stopGateway();
    await this.#queue.close();
    await this.#database.end();
  }

  private async flush(url: string): Promise<void> {
    const redis = new Redis(url);
    await redis.flushdb();
    redis.disconnect();
  }
}
