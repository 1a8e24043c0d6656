import { waitFor } from '@vocalborn/system-harness';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';
import { workerReport } from '../fixtures/worker-report.js';

interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

let monitor: StartedMonitor;
let address: string;
beforeAll(async () => {
  monitor = await StartedMonitor.start();
  await monitor.app.listen({ host: '127.0.0.1', port: 0 });
  address = await monitor.app.getUrl();
});
const streams: AbortController[] = [];
afterEach(() => streams.splice(0).forEach((stream) => stream.abort()));
afterAll(() => monitor.stop());

/** Follows the event stream until the end of the test. */
async function follow(query = '', headers: Record<string, string> = {}): Promise<Message[]> {
  const stream = new AbortController();
  streams.push(stream);
  const authorization = headers['authorization'] ?? `Bearer ${await monitor.token('admin')}`;
  const response = await fetch(`${address}/api/events${query}`, {
    headers: { ...headers, authorization },
    signal: stream.signal,
  });
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const messages: Message[] = [];
  void read(response, messages).catch(() => undefined);
  return messages;
}

async function read(response: Response, messages: Message[]): Promise<void> {
  let text = '';
  const decoder = new TextDecoder();
  const reader = response.body!.getReader();
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    text += decoder.decode(chunk.value, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
      if (field('event') !== '')
        messages.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data')) as Message['data'] });
    }
  }
}

const of = (messages: readonly Message[], taskId: string) => messages.filter(({ data }) => data['task_id'] === taskId);
const states = (messages: readonly Message[], taskId: string) => of(messages, taskId).map(({ data }) => data['state']);
const untilStates = (messages: Message[], taskId: string, ...expected: string[]) =>
  waitFor(() => states(messages, taskId).join() === expected.join(), { what: `the states ${expected.join()}` });

describe('the event stream', () => {
  it('has every state change of every task, with increasing ids', async () => {
    const messages = await follow();
    const [failed, succeeded] = [await monitor.failed(), await monitor.succeeded()];
    await untilStates(messages, failed, 'PENDING', 'PROCESSING', 'FAILURE');
    await untilStates(messages, succeeded, 'PENDING', 'PROCESSING', 'SUCCESS');
    const ids = messages.filter(({ event }) => event === 'task').map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
    expect(of(messages, failed).at(-1)?.data).toMatchObject({
      attempt: 1,
      error: { kind: 'network' },
      worker: 'one@host',
    });
  });

  it('has the events of one task only, if asked to', async () => {
    const mine = await monitor.pending();
    const messages = await follow(`?task_id=${mine}`, { 'last-event-id': '0' });
    await monitor.failed();
    await untilStates(messages, mine, 'PENDING');
    expect(messages.every(({ event, data }) => event === 'heartbeat' || data['task_id'] === mine)).toBe(true);
  });

  it('resumes after Last-Event-ID, each event once', async () => {
    const first = await follow();
    const early = await monitor.failed();
    await untilStates(first, early, 'PENDING', 'PROCESSING', 'FAILURE');
    const after = of(first, early)[0]!.id;
    const late = await monitor.pending();
    const second = await follow('', { 'last-event-id': after });
    await untilStates(second, late, 'PENDING');
    expect(states(second, early)).toEqual(['PROCESSING', 'FAILURE']);
  });

  it('begins with live events when Last-Event-ID is no number', async () => {
    const watched = await follow();
    const early = await monitor.failed();
    await untilStates(watched, early, 'PENDING', 'PROCESSING', 'FAILURE');
    const messages = await follow('', { 'last-event-id': 'x' });
    const late = await monitor.pending();
    await untilStates(messages, late, 'PENDING');
    expect(states(messages, early)).toEqual([]);
  });

  it('has the rows of workers and queues, and again when they change', async () => {
    const messages = await follow();
    const rows = (event: string) => messages.filter((message) => message.event === event).map(({ data }) => data);
    await waitFor(() => rows('workers').length > 0 && rows('queues').length > 0, { what: 'the first rows' });
    expect(rows('workers')[0]).toEqual({ workers: [] });
    await monitor.worker(workerReport());
    await waitFor(() => rows('workers').length > 1, { what: 'the new worker' });
    expect(rows('workers').at(-1)).toMatchObject({ workers: [{ name: 'one@host' }] });
  });

  it('gives other messages the id of the last task event', async () => {
    const messages = await follow('', { 'last-event-id': '1' });
    await waitFor(() => messages.some(({ event }) => event === 'queues'), { what: 'a message about queues' });
    const known = messages.map(({ id }) => Number(id));
    expect(known).toEqual(known.toSorted((a, b) => a - b));
  });

  it('ends when the token expires', async () => {
    const authorization = `Bearer ${await monitor.token('admin', 2)}`;
    const response = await fetch(`${address}/api/events`, { headers: { authorization } });
    // Reads to the end of the stream, which only the expiry of the token brings about.
    expect(await response.text()).toContain('event: ');
  });

  it.each([
    ['?task_id=7', 400],
    ['?task=7', 400],
  ])('is refused with %s', async (query, status) => {
    expect((await monitor.ask('GET', `/api/events${query}`)).status).toBe(status);
  });
});
