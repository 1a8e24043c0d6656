import { environmentWithOneArena } from '@vocalborn/settings/small-heap';
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  isChildMessage,
  type ChildAttempts,
  type ChildStatus,
  type ParentMessage,
  type RunningAttempt,
} from '../messages.js';

/** How a child ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Callbacks of a child. */
export interface ChildEvents {
  /** The child reported its status, or an attempt started or ended. */
  changed(child: WorkerChild): void;
  ended(child: WorkerChild, end: ChildEnd): void;
}

const noAttempts: Omit<ChildAttempts, 'type'> = { active: [], processed: 0, failed: 0, retried: 0, queueToken: '' };

/** A child process as its parent sees it. Counts time in ticks of the parent, one a second. */
export class WorkerChild {
  readonly startedAt = Date.now();
  /** Ticks since the last message. Unlike a clock, ticks stand still while this process is frozen. */
  silentTicks = 0;
  ticks = 0;
  status: ChildStatus | null = null;
  attempts: Omit<ChildAttempts, 'type'> = noAttempts;
  stopping = false;
  #ended = false;
  #toldSlots = '';
  readonly #workingTicks = new Map<string, number>();
  readonly #process: ChildProcess;

  /** Starts the program at `entry`. */
  constructor(entry: URL, events: ChildEvents) {
    this.#process = fork(fileURLToPath(entry), { stdio: 'inherit', env: environmentWithOneArena() });
    this.#process.on('message', (message) => {
      if (!isChildMessage(message)) return;
      this.silentTicks = 0;
      if (message.type === 'status') this.status = message;
      else this.attempts = message;
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

  /** Whether it has reported its status and reaches the queue. */
  get ready(): boolean {
    return this.status?.queueUp ?? false;
  }

  /** Sends a message. Slots that the child was told before are not sent again. */
  tell(message: ParentMessage): void {
    if (message.type === 'slots') {
      const slots = JSON.stringify(message);
      if (slots === this.#toldSlots) return;
      this.#toldSlots = slots;
    } else {
      this.stopping = true;
    }
    if (this.#process.connected) this.#process.send(message, () => undefined);
  }

  kill(): void {
    if (!this.#ended) this.#process.kill('SIGKILL');
  }

  /** Counts a second. @returns the attempts that have worked for more than `limitSeconds` */
  tick(limitSeconds: number): RunningAttempt[] {
    this.ticks += 1;
    this.silentTicks += 1;
    const working = this.attempts.active.filter((each) => each.phase === 'working');
    const keys = new Set(working.map(keyOf));
    for (const key of this.#workingTicks.keys()) if (!keys.has(key)) this.#workingTicks.delete(key);
    for (const key of keys) this.#workingTicks.set(key, (this.#workingTicks.get(key) ?? 0) + 1);
    return working.filter((each) => (this.#workingTicks.get(keyOf(each)) ?? 0) > limitSeconds);
  }
}

const keyOf = ({ taskId, attempt }: RunningAttempt): string => `${taskId}:${attempt}`;
