import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import { authorization } from '../api/request.js';
import type { TaskEvent } from './task-event.js';

export type StreamState = 'connecting' | 'live' | 'lost';

type Listener = (events: readonly TaskEvent[]) => void;

/** Changes that are no events of a task, by the name of the message that tells of them. */
export type Change = 'workers' | 'queues' | 'alerts' | 'figures' | 'unreadable';

/** Of `workers` and `queues` the data are what `/api/live/…` would answer now, of `unreadable` the table's name. */
type ChangeListener = (change: Change, data: unknown) => void;

const changes: readonly string[] = ['workers', 'queues', 'alerts', 'figures', 'unreadable'] satisfies Change[];
const isChange = (name: string | undefined): name is Change => name !== undefined && changes.includes(name);

/** Listeners hear at most this often, however much happens. */
const gatherMs = 200;

/** The monitor sends a heartbeat each 15 s: who hears nothing for longer is not connected any more. */
const silenceMs = 40_000;

const firstPauseMs = 1_000;
const longestPauseMs = 15_000;

/**
 * Follows the monitor's events over one connection, whatever the number of listeners, and takes up again after the last
 * event when it is cut. EventSource itself cannot send a token.
 */
export class EventStream {
  readonly #listeners = new Set<Listener>();
  readonly #changeListeners = new Set<ChangeListener>();
  readonly #watchers = new Set<() => void>();
  readonly #stopping = new AbortController();
  #gathered: TaskEvent[] = [];
  #telling: ReturnType<typeof setTimeout> | undefined;
  #lastEventId: string | null = null;
  #state: StreamState = 'connecting';

  constructor() {
    void this.follow();
  }

  get state(): StreamState {
    return this.#state;
  }

  /** @returns how to stop listening */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @returns how to stop listening */
  listenToChanges(listener: ChangeListener): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Calls when the state changes. @returns how to stop it */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  stop(): void {
    this.#stopping.abort();
    clearTimeout(this.#telling);
  }

  private async follow(): Promise<void> {
    let pauseMs = firstPauseMs;
    for (;;) {
      try {
        await this.read(() => (pauseMs = firstPauseMs));
      } catch {
        // Whatever cut it, it is tried again.
      }
      if (this.#stopping.signal.aborted) return;
      this.become('lost');
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  }

  private async read(onOpen: () => void): Promise<void> {
    const silence = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, silence.signal]);
    const resume = this.#lastEventId === null ? {} : { 'Last-Event-ID': this.#lastEventId };
    const response = await fetch('/api/events', { headers: { ...authorization(), ...resume }, signal });
    if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
    onOpen();
    this.become('live');
    const reader = response.body
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
      .pipeThrough(new EventSourceParserStream())
      .getReader();
    for (;;) {
      const timer = setTimeout(() => silence.abort(), silenceMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      this.take(value);
    }
  }

  private take({ id, event, data }: EventSourceMessage): void {
    if (isChange(event)) {
      const told: unknown = JSON.parse(data);
      for (const listener of this.#changeListeners) listener(event, told);
    }
    // Every message has the number of the last event before it: a cut before the first event loses none either.
    this.#lastEventId = id ?? this.#lastEventId;
    if (event !== 'task' || id === undefined) return;
    this.#gathered.push({ ...(JSON.parse(data) as Omit<TaskEvent, 'id'>), id });
    this.#telling ??= setTimeout(() => this.tell(), gatherMs);
  }

  private tell(): void {
    const events = this.#gathered;
    this.#gathered = [];
    this.#telling = undefined;
    for (const listener of this.#listeners) listener(events);
  }

  private become(state: StreamState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}
