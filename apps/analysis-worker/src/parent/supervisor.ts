import type { Logger } from '@vocalborn/observability';
import type { AttemptReference } from '@vocalborn/task-ledger';
import { once, EventEmitter } from 'node:events';
import type { LeftBehind } from './rescue.js';
import { WorkerChild, type ChildEnd } from './worker-child.js';
import { WorkerReportView, type SupervisedReport } from './worker-report.js';

const tickMs = 1_000;

/** Longest pause between the end of a child and the start of the next one. */
const longestPauseMs = 30_000;

/** After a child has lived this long, its end does not lengthen the pause. */
const settledAfterMs = 60_000;

/** Seconds without a message after which a child counts as hanging and is killed. */
const idleLimitSeconds = 20;

/** Time that a child has to hand back its tasks before it is killed. */
const stopNowMs = 5_000;

/** What an operator can change of a running worker. */
export interface PoolSettings {
  readonly concurrency: number;
  /** Seconds after which an attempt is aborted. */
  readonly softLimitSeconds: number;
  /** Seconds after which the child of an attempt is killed. */
  readonly hardLimitSeconds: number;
}

/** Most slots, as in the settings. */
const largestPool = 256;

/** Ends the attempts of a child that is gone. Never throws. */
export interface Rescuer {
  rescue(left: LeftBehind): Promise<void>;
}

/** The settings of a supervisor. */
export interface SupervisorOptions {
  readonly logger: Logger;
  /** The program of the child. */
  readonly childEntry: URL;
  /** Time that running tasks have to finish at a stop before they are handed back. */
  readonly shutdownGraceMs: number;
  /** Number of attempts after which a child is replaced; null for no limit. */
  readonly maxTasksPerChild: number | null;
  /** Resident memory at which a child is replaced; null for no limit. */
  readonly maxMemoryBytesPerChild: number | null;
}

/**
 * Keeps a child process running: starts it; replaces it when it dies, hangs, starves or reaches a limit; stops it at the
 * end. A successor gets each slot when its predecessor frees it, so that the capacity neither drops nor doubles.
 */
export class Supervisor {
  readonly report: WorkerReportView;
  #pool: PoolSettings;
  readonly #ends = new EventEmitter();
  readonly #retiring = new Set<WorkerChild>();
  /** Killed children, with the attempts that were over the hard time limit. */
  readonly #killed = new Map<WorkerChild, { tooLong: readonly AttemptReference[] }>();
  #current: WorkerChild | null = null;
  #successor: WorkerChild | null = null;
  #ticks: NodeJS.Timeout | undefined;
  #quickDeaths = 0;
  #stopping = false;

  constructor(
    private readonly options: SupervisorOptions,
    private readonly rescuer: Rescuer,
    pool: PoolSettings,
  ) {
    this.#pool = pool;
    this.report = new WorkerReportView(() => this.children());
  }

  /** Starts the child. */
  start(): void {
    this.#current = this.startChild();
    this.#ticks = setInterval(() => this.tick(), tickMs);
  }

  /** The report of the whole worker; null when the current child has not reported within the given seconds. */
  latest(withinSeconds: number): SupervisedReport | null {
    return this.report.latest(this.#current, withinSeconds);
  }

  /** Whether the worker is stopping: it finishes running tasks and takes no further ones. */
  get stopping(): boolean {
    return this.#stopping;
  }

  get pool(): PoolSettings {
    return this.#pool;
  }

  /**
   * Changes the number of slots by replacing the child, because Bull cannot change the concurrency of a consumer.
   * @throws RangeError when the number is out of bounds
   */
  resize(concurrency: number): void {
    if (concurrency < 1 || concurrency > largestPool) {
      throw new RangeError(`the pool can have 1 to ${largestPool} slots, not ${concurrency}`);
    }
    this.#pool = { ...this.#pool, concurrency };
    this.recycle(`the pool gets ${concurrency} slots`);
  }

  /** Changes the time limits: the hard limit of all attempts, the soft limit of attempts that begin later. */
  limit(limits: Omit<PoolSettings, 'concurrency'>): void {
    this.#pool = { ...this.#pool, ...limits };
    this.shareSlots();
  }

  /** Replaces the child without a gap; running tasks finish in the old one. */
  recycle(reason: string): void {
    if (this.#successor || this.#stopping) return;
    this.options.logger.info({ reason }, 'the child is replaced');
    this.report.recycles += 1;
    this.#successor = this.startChild();
  }

  /** Hands back every task and ends all children; resolves when they are gone. */
  async stopNow(): Promise<void> {
    this.#stopping = true;
    const children = this.children();
    children.forEach((child) => child.tell({ type: 'stop-now' }));
    const force = setTimeout(() => children.forEach((child) => this.kill(child, [])), stopNowMs);
    await this.allEnded();
    clearTimeout(force);
  }

  /** Lets the children finish their tasks within the grace period; resolves when they are gone. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.children().forEach((child) => child.tell({ type: 'stop' }));
    const graceOver = setTimeout(() => void this.stopNow(), this.options.shutdownGraceMs);
    await this.allEnded();
    clearTimeout(graceOver);
    clearInterval(this.#ticks);
  }

  private children(): WorkerChild[] {
    return [this.#current, this.#successor, ...this.#retiring].filter((child) => child !== null);
  }

  private async allEnded(): Promise<void> {
    while (this.children().length > 0) await once(this.#ends, 'end');
  }

  private startChild(): WorkerChild {
    return new WorkerChild(this.options.childEntry, {
      changed: (child) => this.changed(child),
      ended: (child, end) => void this.ended(child, end),
    });
  }

  private changed(child: WorkerChild): void {
    if (child === this.#successor && child.ready) this.handOver(child);
    this.shareSlots();
    const { maxTasksPerChild, maxMemoryBytesPerChild } = this.options;
    if (child !== this.#current) return;
    if (child.status?.starved) this.recycle('tasks wait and none arrives');
    if (maxTasksPerChild !== null && child.attempts.processed >= maxTasksPerChild)
      this.recycle('it has run its number of tasks');
    if (maxMemoryBytesPerChild !== null && (child.status?.memoryBytes ?? 0) > maxMemoryBytesPerChild) {
      this.recycle('it uses too much memory');
    }
  }

  private handOver(successor: WorkerChild): void {
    if (this.#current) {
      this.#retiring.add(this.#current);
      this.#current.tell({ type: 'stop' });
    }
    this.#current = successor;
    this.#successor = null;
  }

  private shareSlots(): void {
    if (!this.#current?.ready || this.#current.stopping) return;
    const { concurrency, softLimitSeconds } = this.#pool;
    const taken = [...this.#retiring].reduce((sum, child) => sum + child.attempts.active.length, 0);
    this.#current.tell({
      type: 'slots',
      slots: Math.max(0, concurrency - taken),
      concurrency,
      softLimitMs: softLimitSeconds * 1000,
    });
  }

  private tick(): void {
    for (const child of this.children()) {
      const tooLong = child.tick(this.#pool.hardLimitSeconds);
      if (tooLong.length > 0) this.kill(child, tooLong);
      else if (child.silentTicks > idleLimitSeconds) this.kill(child, []);
    }
  }

  private kill(child: WorkerChild, tooLong: readonly AttemptReference[]): void {
    if (this.#killed.has(child)) return;
    this.options.logger.error(
      { pid: child.pid, tooLong },
      'the child hangs, or an attempt is over the hard time limit: the child is killed',
    );
    this.#killed.set(child, { tooLong });
    child.kill();
  }

  private async ended(child: WorkerChild, { code, signal }: ChildEnd): Promise<void> {
    const killed = this.#killed.get(child);
    this.#killed.delete(child);
    this.report.keepCounts(child);
    const hasTaken = child.attempts.queueToken !== '' && (code !== 0 || child.attempts.active.length > 0);
    if (hasTaken) {
      const wasHealthy = killed !== undefined && child.silentTicks <= idleLimitSeconds;
      await this.rescuer.rescue({ attempts: child.attempts, tooLong: killed?.tooLong ?? [], wasHealthy });
    }
    this.forget(child);
    this.shareSlots();
    if (this.#current === null && !this.#stopping) this.startAgain(child, code, signal);
    this.#ends.emit('end');
  }

  private forget(child: WorkerChild): void {
    this.#retiring.delete(child);
    if (this.#successor === child) this.#successor = null;
    if (this.#current !== child) return;
    this.#current = this.#successor;
    this.#successor = null;
  }

  private startAgain(child: WorkerChild, code: number | null, signal: NodeJS.Signals | null): void {
    this.#quickDeaths = Date.now() - child.startedAt > settledAfterMs ? 0 : this.#quickDeaths + 1;
    const pauseMs = this.#quickDeaths <= 1 ? 0 : Math.min(100 * 2 ** this.#quickDeaths, longestPauseMs);
    this.options.logger.error({ code, signal, pauseMs }, 'the child ended; the next one is started');
    setTimeout(() => {
      if (!this.#stopping && this.#current === null) this.#current = this.startChild();
    }, pauseMs);
  }
}
