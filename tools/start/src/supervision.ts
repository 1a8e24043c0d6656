import { setTimeout as delay } from 'node:timers/promises';
import type { Exit } from '@vocalborn/system-harness';

/** A program that is restarted whenever it ends. */
export interface Supervised {
  readonly name: string;
  readonly logFile: string;
  readonly say: (line: string) => void;
  /** Resolves when the running program ends. */
  readonly exited: () => Promise<Exit>;
  /** Restarts it at the same address. @throws when it does not become ready */
  readonly restart: () => Promise<void>;
  /** Exit status after which a restart is useless, and the reason. */
  readonly hopeless?: { readonly code: number; readonly reason: string };
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const steadyMs = 60_000;

/** Pause in ms before the restart after this number of failures in a row: doubles, at most 30 s. */
export function pauseAfter(failures: number, shortestMs: number = firstPauseMs): number {
  return Math.min(shortestMs * 2 ** (failures - 1), longestPauseMs);
}

/** Restarts a program whenever it ends, after growing pauses, until the supervision is ended. */
export class Supervision {
  private readonly ending = new AbortController();
  private readonly over: Promise<void>;
  private failures = 0;

  constructor(
    private readonly supervised: Supervised,
    private readonly shortestPauseMs = firstPauseMs,
  ) {
    this.over = this.supervise();
  }

  /** Stops restarting. Resolves when no restart is in progress. */
  end(): Promise<void> {
    this.ending.abort();
    return this.over;
  }

  private async supervise(): Promise<void> {
    const { name, say, logFile, hopeless } = this.supervised;
    for (;;) {
      const startedAt = Date.now();
      const exit = await this.nextExit();
      if (!exit) return;
      const how = exit.signal ?? `status ${String(exit.code)}`;
      if (hopeless && exit.code === hopeless.code) {
        say(`${name} ended with ${how}: ${hopeless.reason}, see ${logFile}`);
        return;
      }
      const pauseMs = this.nextPause(Date.now() - startedAt);
      say(`${name} ended with ${how} (see ${logFile}); restarting in ${pauseMs / 1000} s`);
      await delay(pauseMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
      if (this.ending.signal.aborted) return;
      await this.restart();
    }
  }

  /** Undefined when the supervision ends first. */
  private nextExit(): Promise<Exit | undefined> {
    const { signal } = this.ending;
    const ended = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    return Promise.race([ended, this.supervised.exited()]);
  }

  private nextPause(ranMs: number): number {
    this.failures = ranMs > steadyMs ? 1 : this.failures + 1;
    return pauseAfter(this.failures, this.shortestPauseMs);
  }

  /** Ignores a failed restart: the next exit leads to another one. */
  private async restart(): Promise<void> {
    const { name, say, restart } = this.supervised;
    await restart().then(
      () => say(`${name} is back`),
      () => undefined,
    );
  }
}
