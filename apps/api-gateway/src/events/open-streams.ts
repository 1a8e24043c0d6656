import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { ProvenPrincipal } from '@vocalborn/http';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import type { FastifyReply } from 'fastify';
import { Problem } from '../http/problem.js';
import { EventStream } from './event-stream.js';

/** Proxies close connections without traffic after a minute or less. */
const heartbeatMs = 15_000;

interface OpenStream {
  readonly userId: string;
  readonly stream: EventStream;
  /** The end of the token's validity, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The streams of all listeners: counts them, keeps them alive, and ends each with the token of its listener. */
@Injectable()
export class OpenStreams implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #open = new Set<OpenStream>();
  readonly #perUser = new Map<string, number>();
  readonly #mostPerUser: number;
  #heartbeats: NodeJS.Timeout | undefined;
  #expiries: NodeJS.Timeout | undefined;

  constructor(@Inject(SETTINGS) { LIMITS, LIMIT_STREAMS }: ApiGatewaySettings) {
    this.#mostPerUser = LIMITS === 'on' ? LIMIT_STREAMS : Number.POSITIVE_INFINITY;
  }

  onApplicationBootstrap(): void {
    this.#heartbeats = setInterval(() => this.#open.forEach(({ stream }) => stream.beat()), heartbeatMs).unref();
    this.#expiries = setInterval(() => this.endExpired(), 1_000).unref();
  }

  /** Ends all streams, which would keep the server from stopping. Their listeners resume elsewhere. */
  beforeApplicationShutdown(): void {
    this.#open.forEach(({ stream }) => stream.end());
  }

  /** Until the server has stopped, the heartbeats close the connections of listeners that do not read. */
  onApplicationShutdown(): void {
    clearInterval(this.#heartbeats);
    clearInterval(this.#expiries);
  }

  /** @throws Problem `too-many-streams` when the caller may not open a further one */
  check({ userId }: ProvenPrincipal): void {
    if ((this.#perUser.get(userId) ?? 0) < this.#mostPerUser) return;
    throw new Problem('too-many-streams', {
      'en-US': `You have ${this.#mostPerUser} streams of events open.`,
      'zh-TW': `您已開啟 ${this.#mostPerUser} 個事件串流。`,
    });
  }

  /** Answers with a stream. @throws Problem `too-many-streams`: others may have been opened since the check */
  open(reply: FastifyReply, caller: ProvenPrincipal): EventStream {
    this.check(caller);
    const { userId, expiresAt } = caller;
    const stream = new EventStream(reply);
    const open = { userId, stream, expiresAt };
    this.#open.add(open);
    this.#perUser.set(userId, (this.#perUser.get(userId) ?? 0) + 1);
    stream.closed.addEventListener('abort', () => this.forget(open), { once: true });
    return stream;
  }

  private forget(open: OpenStream): void {
    if (!this.#open.delete(open)) return;
    const left = (this.#perUser.get(open.userId) ?? 1) - 1;
    if (left > 0) this.#perUser.set(open.userId, left);
    else this.#perUser.delete(open.userId);
  }

  private endExpired(): void {
    const now = Date.now();
    for (const { stream, expiresAt } of this.#open) if (expiresAt <= now) stream.end();
  }
}
