import type { FastifyReply } from 'fastify';
import type { ServerResponse } from 'node:http';

/** A message of a stream of server-sent events. */
export interface Message {
  readonly event: string;
  /** The position after the message, for Last-Event-ID; a message without one does not change it. */
  readonly id?: string;
  /** JSON in one line. */
  readonly data: string;
}

/** Bytes that may wait for a slow reader. More of them would take the memory of this process. */
const mostUnreadBytes = 256 * 1024;

/** Text that is gathered for one write; a longer one is written at once. */
const mostGathered = 64 * 1024;

/** Time after which a client connects again. */
const reconnectMs = 2_000;

/**
 * The answer to one listener: server-sent events as the HTML standard defines them.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #closed = new AbortController();
  #gathered = '';
  #unreadBefore = 0;
  #mostUnread = mostUnreadBytes;

  /** Sends the head of the answer. */
  constructor(reply: FastifyReply) {
    reply.hijack();
    this.#response = reply.raw;
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) this.#response.setHeader(name, value);
    }
    // The connection ends with its stream: a stopping server would wait for the next request on it.
    this.#response.shouldKeepAlive = false;
    this.#response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // nginx would keep the events back until a buffer is full.
      'X-Accel-Buffering': 'no',
    });
    this.#response.write(`retry: ${reconnectMs}\n\n`);
    this.#response.on('close', () => this.#closed.abort());
    this.#response.on('error', () => this.#closed.abort());
    // The client may have left before the answer; then no event tells it.
    if (this.#response.destroyed) setImmediate(() => this.#closed.abort());
  }

  /** Aborted when the connection is closed, by whichever side. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Sends what comes first, which may be more than a listener may leave unread later. */
  begin(send: () => void): void {
    this.#mostUnread = Number.POSITIVE_INFINITY;
    send();
    this.flush();
    this.#mostUnread = this.#response.writableLength + mostUnreadBytes;
  }

  send({ event, id, data }: Message): void {
    const number = id === undefined ? '' : `id: ${id}\n`;
    this.write(`event: ${event}\n${number}data: ${data}\n\n`);
  }

  /**
   * Sends a comment, which keeps proxies from closing an idle connection. Closes the connection of a listener that has
   * read nothing since the last heartbeat although data waits for it.
   */
  beat(): void {
    const unread = this.#response.writableLength;
    if (unread > 0 && unread >= this.#unreadBefore && this.#unreadBefore > 0) this.#response.destroy();
    this.#unreadBefore = unread;
    this.write(': heartbeat\n\n');
  }

  /** Ends the answer after what was sent. */
  end(): void {
    this.flush();
    if (!this.closed.aborted) this.#response.end();
  }

  /** A look at the history brings many messages at once: they go out in one write when all are told. */
  private write(text: string): void {
    if (this.closed.aborted) return;
    if (this.#gathered === '') setImmediate(() => this.flush());
    this.#gathered += text;
    if (this.#gathered.length > mostGathered) this.flush();
  }

  private flush(): void {
    const text = this.#gathered;
    this.#gathered = '';
    if (text === '' || this.closed.aborted || this.#response.writableEnded) return;
    this.#response.write(text);
    // A listener that is alive connects again and resumes.
    if (this.#response.writableLength > this.#mostUnread) this.#response.destroy();
  }
}
