import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { openStream, refuse, serveInTurn, stream, type Respond } from './fixtures/server.js';
import { EventStreamError, followEvents, pauseMs, type EventStreamOptions, type ServerEvent } from './follow-events.js';

const backoff = { firstMs: 1, longestMs: 2 };

/** Reads so many messages and closes the stream. */
async function read(url: string, count: number, options: EventStreamOptions = {}): Promise<ServerEvent[]> {
  const received: ServerEvent[] = [];
  for await (const message of followEvents(url, { backoff, ...options })) {
    received.push(message);
    if (received.length === count) break;
  }
  return received;
}

const resumed = (requests: readonly { headers: Record<string, unknown> }[]): unknown[] =>
  requests.map(({ headers }) => headers['last-event-id']);

describe('messages', () => {
  it.each<[string, string[], ServerEvent]>([
    ['a name and an id', ['id: 7\nevent: task\ndata: {}\n\n'], { id: '7', event: 'task', data: '{}' }],
    ['no name', ['id: 7\ndata: x\n\n'], { id: '7', event: 'message', data: 'x' }],
    ['several lines of data', ['data: a\ndata: b\n\n'], { id: undefined, event: 'message', data: 'a\nb' }],
    ['lines that end in CRLF', ['id: 1\r\nevent: gap\r\ndata: x\r\n\r\n'], { id: '1', event: 'gap', data: 'x' }],
    ['a cut within a message', ['id: 1\nda', 'ta: x\n', '\n'], { id: '1', event: 'message', data: 'x' }],
    ['comments before', [': hello\n\ndata: x\n\n'], { id: undefined, event: 'message', data: 'x' }],
  ])('are read with %s', async (_, texts, message) => {
    const { url } = await serveInTurn(stream(...texts));
    expect(await read(url, 1)).toEqual([message]);
  });

  it('are decoded when a character is cut in two', async () => {
    const bytes = Buffer.from('data: 語言\n\n');
    const { url } = await serveInTurn((response) => {
      response.writeHead(200);
      response.write(bytes.subarray(0, 8), () => response.end(bytes.subarray(8)));
    });
    expect((await read(url, 1))[0]?.data).toBe('語言');
  });

  it('have the id of the last message that had one', async () => {
    const { url } = await serveInTurn(stream('id: 4\ndata: a\n\ndata: b\n\n'));
    expect((await read(url, 2)).map(({ id }) => id)).toEqual(['4', '4']);
  });
});

describe('a lost connection', () => {
  const cut: Respond = (response) => response.socket?.destroy();

  it.each<[string, Respond]>([
    ['is closed', stream('id: 4\ndata: a\n\n')],
    ['is closed before the first message', stream()],
    ['is cut before an answer', cut],
    ['is refused by 503', refuse(503)],
    ['is refused by 429', refuse(429)],
  ])('is opened anew when it %s', async (_, first) => {
    const { url } = await serveInTurn(first, first, stream('id: 5\ndata: end\n\n'));
    const messages: string[] = [];
    for await (const { data } of followEvents(url, { backoff })) {
      messages.push(data);
      if (data === 'end') break;
    }
    expect(messages.at(-1)).toBe('end');
  });

  it('resumes after the last message that had an id', async () => {
    const { url, requests } = await serveInTurn(
      stream('id: 4\ndata: a\n\ndata: b\n\n'),
      stream(),
      stream('id: 5\ndata: c\n\n'),
    );
    expect((await read(url, 3)).map(({ data }) => data)).toEqual(['a', 'b', 'c']);
    expect(resumed(requests)).toEqual([undefined, '4', '4']);
  });

  it('begins after the message that the caller names', async () => {
    const { url, requests } = await serveInTurn(stream('id: 9\ndata: a\n\n'));
    await read(url, 1, { lastEventId: '8' });
    expect(resumed(requests)).toEqual(['8']);
  });

  it('reads the headers anew for each connection', async () => {
    let token = 0;
    const { url, requests } = await serveInTurn(stream('data: a\n\n'));
    await read(url, 2, { headers: () => ({ authorization: `Bearer ${(token += 1)}` }) });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it('is opened anew when it is silent for longer than the idle timeout', async () => {
    const { url, requests } = await serveInTurn(openStream('id: 1\ndata: a\n\n'), stream('id: 2\ndata: b\n\n'));
    expect((await read(url, 2, { idleTimeoutMs: 20 })).map(({ data }) => data)).toEqual(['a', 'b']);
    expect(resumed(requests)).toEqual([undefined, '1']);
  });

  it('reports each connection and each loss in order', async () => {
    const order: string[] = [];
    const { url } = await serveInTurn(stream('data: a\n\n'), refuse(503), stream('data: b\n\n'));
    await read(url, 2, { onOpen: () => order.push('open'), onLost: () => order.push('lost') });
    expect(order).toEqual(['open', 'lost', 'lost', 'open']);
  });

  it('waits as long as the server asks', async () => {
    const { url, requests } = await serveInTurn(stream('retry: 1\ndata: a\n\n'));
    await read(url, 2, { backoff: { firstMs: 60_000, longestMs: 60_000 } });
    expect(requests).toHaveLength(2);
  });
});

describe('the end', () => {
  it.each([400, 401, 403, 404])('is an error at status %i, which another attempt would not change', async (status) => {
    const { url, requests } = await serveInTurn(stream('data: a\n\n'), refuse(status, 'not for you'));
    const error: unknown = await read(url, 2).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EventStreamError);
    expect(error).toMatchObject({ status, detail: 'not for you' });
    expect(requests).toHaveLength(2);
  });

  it('is an error when the first connection fails and the caller wants so', async () => {
    const { url, requests } = await serveInTurn(refuse(503, 'later'));
    await expect(read(url, 1, { failsFirst: true })).rejects.toMatchObject({ status: 503, detail: 'later' });
    expect(requests).toHaveLength(1);
    await expect(read('http://127.0.0.1:1', 1, { failsFirst: true })).rejects.toMatchObject({ status: 0 });
  });

  it('comes with 204', async () => {
    const { url } = await serveInTurn(stream('data: a\n\n'), (response) => response.writeHead(204).end());
    expect((await read(url, 5)).map(({ data }) => data)).toEqual(['a']);
  });

  it('comes when the signal aborts while it waits for a message', async () => {
    const { url } = await serveInTurn(openStream('data: a\n\n'));
    const stop = new AbortController();
    const received: string[] = [];
    for await (const { data } of followEvents(url, { signal: stop.signal })) {
      received.push(data);
      setImmediate(() => stop.abort());
    }
    expect(received).toEqual(['a']);
  });

  it('comes when the signal aborts while it waits to reconnect', async () => {
    const { url, requests } = await serveInTurn(stream());
    const stop = new AbortController();
    const longPause = { firstMs: 60_000, longestMs: 60_000 };
    const options = { signal: stop.signal, backoff: longPause, onLost: () => setImmediate(() => stop.abort()) };
    expect(await read(url, 1, options)).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it('comes before any connection when the signal is aborted already', async () => {
    const { url, requests } = await serveInTurn(stream('data: a\n\n'));
    expect(await read(url, 1, { signal: AbortSignal.abort() })).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('closes the connection when the caller stops reading', async () => {
    let served: ServerResponse | undefined;
    const { url } = await serveInTurn((response, request) => {
      served = response;
      openStream('data: a\n\n')(response, request);
    });
    await read(url, 1);
    if (served?.closed === false) await once(served, 'close');
    expect(served?.closed).toBe(true);
  });
});

it.each([
  [0, 1_000],
  [1, 2_000],
  [3, 8_000],
  [4, 15_000],
  [60, 15_000],
])('after %i failures in a row the pause is %i ms', (failures, ms) => {
  expect(pauseMs(failures, { firstMs: 1_000, longestMs: 15_000 })).toBe(ms);
});

it('never pauses for less than the server asks', () => {
  expect(pauseMs(0, { firstMs: 30_000, longestMs: 15_000 })).toBe(30_000);
});
