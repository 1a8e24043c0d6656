import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import type { AttemptReference } from '@vocalborn/task-ledger';
import { once, EventEmitter } from 'node:events';
import { WorkerReportView, type SupervisedReport } from './worker-report.js';
import { WorkerChild, type ChildEnd } from './worker-child.js';
import type { ChildAttempts } from './messages.js';

const tickMs = 1_000;

/** Longest pause between a child's end and the next one's start. */
const longestPauseMs = 30_000;

/** A child that has lived this long was not a failed start: the next pause begins small again. */
const settledAfterMs = 60_000;

/** Seconds of silence after which a child is taken to hang and is ended by force. */
const silentSeconds = 20;

/** How long tasks that must go back at once have to do so before their child is ended by force. */
const stopNowMs = 5_000;

/** What an operator may change of a running worker; seconds. */
export interface PoolSettings {
  readonly concurrency: number;
  /** After which a try is asked to end. */
  readonly softLimitSeconds: number;
  /** After which the work of a try is ended by force. */
  readonly hardLimitSeconds: number;
}

/** As many as the settings allow. */
const largestPool = 256;

export interface SupervisorOptions {
  readonly logger: Logger;
  /** How long a warm stop may take before the tasks are given back. */
  readonly shutdownGraceMs: number;
  /** Tries and resident memory after which a child is replaced; null for never. */
  readonly maxTasksPerChild: number | null;
  readonly maxMemoryBytesPerChild: number | null;
  /** Takes care of the tasks of a child that did not end in good order. */
  readonly rescue: (
    tries: Pick<ChildAttempts, 'active' | 'queueToken'>,
    cause: { tooLong: readonly AttemptReference[]; blameless: boolean },
  ) => Promise<void>;
}

/**
 * Keeps a child running tasks: starts it, replaces it when it dies, hangs, starves or has done its share, stops it
 * warmly at the end. A replacement takes over slot by slot: it gets each slot in the moment in which its predecessor
 * frees it, so that capacity neither drops nor doubles.
 */
@Injectable()
export class Supervisor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly report: WorkerReportView;
  #pool: PoolSettings;
  readonly #ends = new EventEmitter();
  readonly #retiring = new Set<WorkerChild>();
  /** Children that were ended by force, and why. */
  readonly #condemned = new Map<WorkerChild, { tooLong: readonly AttemptReference[] }>();
  #current: WorkerChild | null = null;
  #successor: WorkerChild | null = null;
  #ticks: NodeJS.Timeout | undefined;
  #quickDeaths = 0;
  #stopping = false;

  constructor(
    private readonly options: SupervisorOptions,
    pool: PoolSettings,
  ) {
    this.#pool = pool;
    this.report = new WorkerReportView(() => this.children());
  }

  onApplicationBootstrap(): void {
    this.#current = this.startChild();
    this.#ticks = setInterval(() => this.tick(), tickMs);
  }

  latest(withinSeconds: number): SupervisedReport | null {
    return this.report.latest(this.#current, withinSeconds);
  }

  /** Whether it was told to end: what runs is finished, and nothing new is taken. */
  get stopping(): boolean {
    return this.#stopping;
  }

  get pool(): PoolSettings {
    return this.#pool;
  }

  /**
   * Changes how many tasks run at a time, by a child of the new size: the queue's own client cannot change its number.
   * @throws RangeError when the number is out of bounds
   */
  resize(concurrency: number): void {
    if (concurrency < 1 || concurrency > largestPool) {
      throw new RangeError(`the pool can have 1 to ${largestPool} slots, not ${concurrency}`);
    }
    this.#pool = { ...this.#pool, concurrency };
    this.recycle(`its pool gets ${concurrency} slots`);
  }

  /** Changes the time limits: the hard one for all tries, the soft one for those that begin from now on. */
  limit(limits: Omit<PoolSettings, 'concurrency'>): void {
    this.#pool = { ...this.#pool, ...limits };
    this.shareSlots();
  }

  /** Replaces the child, warmly and without a gap. */
  recycle(reason: string): void {
    if (this.#successor || this.#stopping) return;
    this.options.logger.info({ reason }, 'the child is replaced');
    this.report.recycles += 1;
    this.#successor = this.startChild();
  }

  /** Gives every task back and ends the children; resolves when they are gone. */
  async stopNow(): Promise<void> {
    this.#stopping = true;
    const children = this.children();
    children.forEach((child) => child.tell({ type: 'stop-now' }));
    const force = setTimeout(() => children.forEach((child) => this.condemn(child, [])), stopNowMs);
    await this.allEnded();
    clearTimeout(force);
  }

  async beforeApplicationShutdown(): Promise<void> {
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
    return new WorkerChild({
      changed: (child) => this.changed(child),
      ended: (child, end) => void this.ended(child, end),
    });
  }

  private changed(child: WorkerChild): void {
    if (child === this.#successor && child.ready) this.handOver(child);
    this.shareSlots();
    const { maxTasksPerChild, maxMemoryBytesPerChild } = this.options;
    if (child !== this.#current) return;
    if (child.beat?.starved) this.recycle('it is starved of tasks');
    if (maxTasksPerChild !== null && child.tries.processed >= maxTasksPerChild) this.recycle('it has run its tasks');
    if (maxMemoryBytesPerChild !== null && (child.beat?.memoryBytes ?? 0) > maxMemoryBytesPerChild) {
      this.recycle('it has grown too large');
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
    const taken = [...this.#retiring].reduce((sum, child) => sum + child.tries.active.length, 0);
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
      if (tooLong.length > 0) this.condemn(child, tooLong);
      else if (child.silentTicks > silentSeconds) this.condemn(child, []);
    }
  }

  private condemn(child: WorkerChild, tooLong: readonly AttemptReference[]): void {
    if (this.#condemned.has(child)) return;
    this.options.logger.error({ pid: child.pid, tooLong }, 'the child does not do as it should and is ended by force');
    this.#condemned.set(child, { tooLong });
    child.kill();
  }

  private async ended(child: WorkerChild, { code, signal }: ChildEnd): Promise<void> {
    const sentence = this.#condemned.get(child);
    this.#condemned.delete(child);
    this.report.keepCounts(child);
    if (child.tries.active.length > 0) {
      const blameless = sentence !== undefined && child.silentTicks <= silentSeconds;
      await this.options.rescue(child.tries, { tooLong: sentence?.tooLong ?? [], blameless });
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
    this.options.logger.error({ code, signal, pauseMs }, 'the child ended; another one is started');
    setTimeout(() => {
      if (!this.#stopping && this.#current === null) this.#current = this.startChild();
    }, pauseMs);
  }
}
