import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunningAttemptReport } from '../lifecycle/running-tries.js';
import { isChildMessage, type ChildBeat, type ChildAttempts, type ParentMessage } from './messages.js';

/** How a child ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ChildEvents {
  /** The child reported, or a try began or ended. */
  changed(child: WorkerChild): void;
  ended(child: WorkerChild, end: ChildEnd): void;
}

const noAttempts: Omit<ChildAttempts, 'type'> = { active: [], processed: 0, failed: 0, retried: 0, queueToken: '' };

/** A process that runs tasks, as its parent sees it. Times are counted in the parent's own ticks, one a second. */
export class WorkerChild {
  readonly startedAt = Date.now();
  /** Ticks since the last report: unlike a clock, they stand still while this process itself is stopped. */
  silentTicks = 0;
  ticks = 0;
  beat: ChildBeat | null = null;
  tries: Omit<ChildAttempts, 'type'> = noAttempts;
  stopping = false;
  #ended = false;
  readonly #workingTicks = new Map<string, number>();
  readonly #process: ChildProcess;

  constructor(events: ChildEvents) {
    this.#process = fork(fileURLToPath(new URL('../child.js', import.meta.url)), { stdio: 'inherit' });
    this.#process.on('message', (message) => {
      if (!isChildMessage(message)) return;
      this.silentTicks = 0;
      if (message.type === 'beat') this.beat = message;
      else this.tries = message;
      events.changed(this);
    });
    this.#process.on('exit', (code, signal) => {
      this.#ended = true;
      events.ended(this, { code, signal });
    });
    this.#process.on('error', () => undefined);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** It has reported and reaches the queue. */
  get ready(): boolean {
    return this.beat?.queueUp ?? false;
  }

  tell(message: ParentMessage): void {
    if (message.type !== 'slots') this.stopping = true;
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  kill(): void {
    if (!this.#ended) this.#process.kill('SIGKILL');
  }

  /** Counts a second. @returns tries that have worked for more seconds than allowed */
  tick(limitSeconds: number): RunningAttemptReport[] {
    this.ticks += 1;
    this.silentTicks += 1;
    const working = this.tries.active.filter((each) => each.phase === 'working');
    const keys = new Set(working.map(keyOf));
    for (const key of this.#workingTicks.keys()) if (!keys.has(key)) this.#workingTicks.delete(key);
    for (const key of keys) this.#workingTicks.set(key, (this.#workingTicks.get(key) ?? 0) + 1);
    return working.filter((each) => (this.#workingTicks.get(keyOf(each)) ?? 0) > limitSeconds);
  }
}

const keyOf = ({ taskId, attempt }: RunningAttemptReport): string => `${taskId}:${attempt}`;
