import { setTimeout as delay } from 'node:timers/promises';
import type { Exit } from '@vocalborn/system-harness';

/** What is started again whenever it ends. */
export interface Supervised {
  readonly name: string;
  readonly logFile: string;
  readonly say: (line: string) => void;
  /** Resolves when what runs now has ended. */
  readonly exited: () => Promise<Exit>;
  /** Starts it again where everyone knows it to be. @throws when it does not come up */
  readonly restart: () => Promise<void>;
  /** Exit status after which starting again would not help, and why. */
  readonly hopeless?: { readonly code: number; readonly reason: string };
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const steadyMs = 60_000;

/** Starts something again, ever less eagerly, whenever it ends, until the supervision itself is ended. */
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

  /** Starts nothing any more. Resolves when nothing is being started, either. */
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
      say(`${name} ended with ${how} (see ${logFile}); starting it again in ${pauseMs / 1000} s`);
      await delay(pauseMs, undefined, { signal: this.ending.signal }).catch(() => undefined);
      if (this.ending.signal.aborted) return;
      await this.restart();
    }
  }

  /** Undefined when the supervision is ended first. */
  private nextExit(): Promise<Exit | undefined> {
    const { signal } = this.ending;
    const ended = new Promise<undefined>((resolve) => {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    return Promise.race([ended, this.supervised.exited()]);
  }

  private nextPause(ranMs: number): number {
    this.failures = ranMs > steadyMs ? 1 : this.failures + 1;
    return Math.min(this.shortestPauseMs * 2 ** (this.failures - 1), longestPauseMs);
  }

  /** One that does not come up has ended, or goes on without being ready: what follows sees which. */
  private async restart(): Promise<void> {
    const { name, say, restart } = this.supervised;
    await restart().then(
      () => say(`${name} is back`),
      () => undefined,
    );
  }
}
