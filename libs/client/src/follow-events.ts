import { createParser } from 'eventsource-parser';

/** One message of a stream of server-sent events. */
export interface ServerEvent {
  /** Id of the last message that had one, to resume after. */
  readonly id: string | undefined;
  /** Name of the message; `message` where the server gives none. */
  readonly event: string;
  readonly data: string;
}

export interface EventStreamOptions {
  /** Headers of each connection, read anew for every one: a token may have changed. */
  readonly headers?: () => Readonly<Record<string, string>>;
  /** Resumes after this message. */
  readonly lastEventId?: string | undefined;
  readonly signal?: AbortSignal;
  /** Idle timeout in milliseconds: a connection that is silent for longer is closed and opened anew. Default: never. */
  readonly idleTimeoutMs?: number;
  /** Milliseconds before the first attempt to reconnect, doubled for each further one up to the longest. */
  readonly backoff?: { readonly firstMs: number; readonly longestMs: number };
  /** Throws instead of reconnecting when the first connection fails. */
  readonly failsFirst?: boolean;
  readonly onOpen?: () => void;
  /** Called when a connection ended or failed, before the pause. */
  readonly onLost?: () => void;
}

/** The server refuses the stream: another attempt would be refused too. `status` is 0 when it cannot be reached. */
export class EventStreamError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(`event stream: ${status === 0 ? 'no answer' : `answered ${status}`}${detail === '' ? '' : `: ${detail}`}`);
    this.name = 'EventStreamError';
  }
}

const defaultBackoff = { firstMs: 1_000, longestMs: 15_000 };

/** Statuses below 500 that ask to try again. */
const transient: readonly number[] = [408, 425, 429];

/**
 * Follows a stream of server-sent events. Reconnects when the connection is closed, fails, or is silent for longer than
 * the idle timeout, and resumes after the last message by Last-Event-ID. Ends when the signal aborts or the caller
 * stops iterating, and closes the connection then. A status of 204 ends it too, as the standard says.
 * @throws EventStreamError when the server refuses by a status that another attempt would not change, such as 401 or
 * 403, and with `failsFirst` when the first connection fails
 */
export async function* followEvents(
  url: string | URL,
  options: EventStreamOptions = {},
): AsyncGenerator<ServerEvent, void, undefined> {
  const backoff = { ...(options.backoff ?? defaultBackoff) };
  let lastEventId = options.lastEventId;
  let failures = 0;
  for (let opened = false; !isAborted(options.signal); failures += 1) {
    const connection = new Connection(options);
    try {
      const body = await connection.open(url, lastEventId);
      if (body === null) return;
      [opened, failures] = [true, 0];
      options.onOpen?.();
      for await (const message of connection.messages(body, (retryMs) => (backoff.firstMs = retryMs))) {
        lastEventId = message.id ?? lastEventId;
        yield { id: lastEventId, event: message.event ?? 'message', data: message.data };
      }
    } catch (error) {
      if (isAborted(options.signal)) return;
      if (isRefusal(error) || (options.failsFirst === true && !opened)) throw error;
    } finally {
      connection.close();
    }
    options.onLost?.();
    await pause(pauseMs(failures, backoff), options.signal);
  }
}

/** Milliseconds to wait after so many failures in a row, 0 being a connection that was open. */
export const pauseMs = (failures: number, { firstMs, longestMs }: { firstMs: number; longestMs: number }): number =>
  Math.min(firstMs * 2 ** failures, Math.max(firstMs, longestMs));

const isRefusal = (error: unknown): boolean =>
  error instanceof EventStreamError && error.status >= 400 && error.status < 500 && !transient.includes(error.status);

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted ?? false;

/** One connection, which the idle timeout, the caller's signal or `close` ends. */
class Connection {
  readonly #closing = new AbortController();

  constructor(private readonly options: EventStreamOptions) {}

  /** @returns the body of the answer; null for 204. @throws EventStreamError when there is no stream */
  async open(url: string | URL, lastEventId: string | undefined): Promise<ReadableStream<Uint8Array> | null> {
    const { headers, signal } = this.options;
    const resume = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
    const init = {
      headers: { Accept: 'text/event-stream', ...headers?.(), ...resume },
      signal: signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal,
    };
    const response = await this.timed(fetch(url, init)).catch(() => {
      throw new EventStreamError(0, '');
    });
    if (response.status === 204) return null;
    if (!response.ok || response.body === null) throw await refusalOf(response);
    return response.body;
  }

  async *messages(body: ReadableStream<Uint8Array>, onRetry: (retryMs: number) => void) {
    const received: { id?: string | undefined; event?: string | undefined; data: string }[] = [];
    const parser = createParser({ onEvent: (message) => received.push(message), onRetry });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await this.timed(reader.read());
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* received.splice(0);
    }
  }

  close(): void {
    this.#closing.abort();
  }

  /** Waits for the server no longer than the idle timeout. */
  private async timed<Result>(answer: Promise<Result>): Promise<Result> {
    const { idleTimeoutMs } = this.options;
    if (idleTimeoutMs === undefined) return answer;
    const timer = setTimeout(() => this.#closing.abort(), idleTimeoutMs);
    return answer.finally(() => clearTimeout(timer));
  }
}

async function refusalOf(response: Response): Promise<EventStreamError> {
  const problem = (await response.json().catch(() => null)) as { readonly detail?: unknown } | null;
  return new EventStreamError(
    response.status,
    typeof problem?.detail === 'string' ? problem.detail : response.statusText,
  );
}

/** Resolves after so many milliseconds, or at once when the signal aborts. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (isAborted(signal)) end();
  });
}
