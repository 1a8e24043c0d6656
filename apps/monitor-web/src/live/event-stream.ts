import {
  followEvents,
  readMonitorEvent,
  type MonitorEvent,
  type MonitorEvents,
  type TaskEvent,
} from '@vocalborn/client';
import { authorization } from '../api/client.js';

export type StreamState = 'connecting' | 'live' | 'lost';

/** Messages about tables and figures, not about one task. */
const changeNames = ['workers', 'queues', 'alerts', 'figures', 'unreadable'] as const satisfies (keyof MonitorEvents)[];
export type Change = Extract<MonitorEvent, { readonly event: (typeof changeNames)[number] }>;

const isChange = (message: MonitorEvent): message is Change => changeNames.some((name) => name === message.event);

/** Collects task events for this long and delivers them together. */
const collectMs = 200;

/** Idle timeout of the connection. The monitor sends a heartbeat every 15 s. */
const idleTimeoutMs = 40_000;

/** Reads the events of the monitor over one connection for all listeners. Does not use EventSource, which cannot send a token. */
export class EventStream {
  readonly #taskListeners = new Set<(events: readonly TaskEvent[]) => void>();
  readonly #changeListeners = new Set<(change: Change) => void>();
  readonly #stateListeners = new Set<() => void>();
  readonly #stopping = new AbortController();
  #collected: TaskEvent[] = [];
  #handOver: ReturnType<typeof setTimeout> | undefined;
  #state: StreamState = 'connecting';

  constructor(url: string) {
    void this.follow(url);
  }

  get state(): StreamState {
    return this.#state;
  }

  /** Calls the listener with batches of task events. @returns a function that removes the listener */
  onTasks(listener: (events: readonly TaskEvent[]) => void): () => void {
    this.#taskListeners.add(listener);
    return () => this.#taskListeners.delete(listener);
  }

  /** @returns a function that removes the listener */
  onChange(listener: (change: Change) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Calls the listener when the state changes. @returns a function that removes the listener */
  readonly onState = (listener: () => void): (() => void) => {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  };

  stop(): void {
    this.#stopping.abort();
    clearTimeout(this.#handOver);
  }

  private async follow(url: string): Promise<void> {
    const messages = followEvents(url, {
      headers: authorization,
      signal: this.#stopping.signal,
      idleTimeoutMs,
      onOpen: () => this.become('live'),
      onLost: () => this.become('lost'),
    });
    try {
      for await (const message of messages) this.take(readMonitorEvent(message));
    } catch {
      // The monitor refused the caller. The tables are refused too and lead to the login page.
      this.become('lost');
    }
  }

  private take(message: MonitorEvent | null): void {
    if (message === null) return;
    if (isChange(message)) for (const listener of this.#changeListeners) listener(message);
    if (message.event !== 'task') return;
    this.#collected.push(message.data);
    this.#handOver ??= setTimeout(() => this.handOver(), collectMs);
  }

  private handOver(): void {
    const events = this.#collected;
    this.#collected = [];
    this.#handOver = undefined;
    for (const listener of this.#taskListeners) listener(events);
  }

  private become(state: StreamState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }
}
