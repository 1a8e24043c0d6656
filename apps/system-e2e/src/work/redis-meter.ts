import { waitFor } from '@vocalborn/system-harness';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';

/** What Redis did. */
export interface RedisWork {
  readonly commands: number;
  readonly scriptCommands: number;
  readonly bytes: number;
}

interface Seen {
  readonly words: readonly string[];
  readonly source: string;
}

interface Monitor {
  on(event: 'monitor', listener: (time: string, words: string[], source: string) => void): void;
  disconnect(): void;
}

/**
 * Counts the commands that name a task, and those that idle programs do not send. What idle programs send, such as
 * heartbeats and waiting for jobs, depends on how long a run takes and not on how much it does.
 */
export class RedisMeter {
  readonly #seen: Seen[] = [];
  readonly #idle = new Set<string>();
  readonly #client: Redis;
  #monitor: Monitor | undefined;

  constructor(url: string) {
    this.#client = new Redis(url);
  }

  async start(): Promise<void> {
    this.#monitor = await this.#client.monitor();
    this.#monitor.on('monitor', (_time, words, source) => this.#seen.push({ words, source }));
  }

  /** Notes what has been sent so far as what idle programs send. */
  async noteIdle(): Promise<void> {
    await this.untilUpToDate();
    for (const { words } of this.#seen.splice(0)) this.#idle.add(shapeOf(words));
  }

  /** What has been done since the last call. */
  async take(): Promise<RedisWork> {
    const marker = await this.untilUpToDate();
    const work = this.#seen
      .splice(0)
      .filter(({ words }) => !words.includes(marker) && (namesId(words) || !this.#idle.has(shapeOf(words))));
    const sent = work.filter(({ source }) => source !== 'lua');
    return {
      commands: sent.length,
      scriptCommands: work.length - sent.length,
      bytes: sent.reduce((sum, { words }) => sum + bytesOf(words), 0),
    };
  }

  stop(): void {
    this.#monitor?.disconnect();
    this.#client.disconnect();
  }

  /** Redis reports commands in their order: what came before a marker has been seen when the marker has. */
  private async untilUpToDate(): Promise<string> {
    const marker = randomUUID();
    await this.#client.echo(marker);
    await waitFor(() => this.#seen.some(({ words }) => words.includes(marker)), { what: 'the marker in MONITOR' });
    return marker;
  }
}

const idForm = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

const namesId = (words: readonly string[]): boolean => words.some((word) => idForm.test(word));

/** A command and its key. */
const shapeOf = ([command = '', key = '']: readonly string[]): string => `${command.toLowerCase()} ${key}`;

/** The length of a command in Redis' protocol, with some five bytes of frame for each word. */
const bytesOf = (words: readonly string[]): number =>
  words.reduce((sum, word) => sum + Buffer.byteLength(word) + String(word.length).length + 5, 0);
