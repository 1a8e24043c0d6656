import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isBeat, type ChildBeat, type StopRequest } from './messages.js';

/** Longest pause between a child's end and the next one's start. */
const longestPauseMs = 30_000;

/** A child that has lived this long was not a failed start: the next pause begins small again. */
const settledAfterMs = 60_000;

export interface SupervisorOptions {
  readonly logger: Logger;
  /** How long a warm stop may take before the child is killed. */
  readonly shutdownGraceMs: number;
}

/** Keeps one child running tasks: starts it, replaces it when it dies, stops it warmly at the end. */
@Injectable()
export class Supervisor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #child: ChildProcess | null = null;
  #lastBeat: { beat: ChildBeat; at: number } | null = null;
  #earlier = { processed: 0, failed: 0, retried: 0 };
  #quickDeaths = 0;
  #stopping = false;

  constructor(private readonly options: SupervisorOptions) {}

  onApplicationBootstrap(): void {
    this.startChild();
  }

  /** The child's latest report, with the counts of the children before it; null when none came in time. */
  latest(withinMs: number): ChildBeat | null {
    if (!this.#lastBeat || Date.now() - this.#lastBeat.at > withinMs) return null;
    const { beat } = this.#lastBeat;
    return {
      ...beat,
      processed: beat.processed + this.#earlier.processed,
      failed: beat.failed + this.#earlier.failed,
      retried: beat.retried + this.#earlier.retried,
    };
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    if (child.connected) child.send({ type: 'stop' } satisfies StopRequest);
    const force = setTimeout(() => child.kill('SIGKILL'), this.options.shutdownGraceMs);
    await ended;
    clearTimeout(force);
  }

  private startChild(): void {
    const startedAt = Date.now();
    const child = fork(fileURLToPath(new URL('../child.js', import.meta.url)), { stdio: 'inherit' });
    this.#child = child;
    child.on('message', (message) => {
      if (isBeat(message)) this.#lastBeat = { beat: message, at: Date.now() };
    });
    child.on('exit', (code, signal) => this.childEnded(startedAt, code, signal));
  }

  private childEnded(startedAt: number, code: number | null, signal: NodeJS.Signals | null): void {
    this.keepCounts();
    if (this.#stopping) return;
    this.#quickDeaths = Date.now() - startedAt > settledAfterMs ? 0 : this.#quickDeaths + 1;
    const pauseMs = Math.min(100 * 2 ** this.#quickDeaths, longestPauseMs);
    this.options.logger.error({ code, signal, pauseMs }, 'the child ended; another one is started');
    setTimeout(() => {
      if (!this.#stopping) this.startChild();
    }, pauseMs);
  }

  private keepCounts(): void {
    const beat = this.#lastBeat?.beat;
    this.#lastBeat = null;
    if (!beat) return;
    const { processed, failed, retried } = this.#earlier;
    this.#earlier = {
      processed: processed + beat.processed,
      failed: failed + beat.failed,
      retried: retried + beat.retried,
    };
  }
}
