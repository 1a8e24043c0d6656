// @vitest-environment jsdom
import type { TaskEvent } from '@vocalborn/client';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { token } from '../api/client.js';
import { serveMonitor, problem } from '../fixtures/monitor.js';
import { taskEvent } from '../fixtures/rows.js';
import { EventStream, type Change } from './event-stream.js';

/** A busy machine takes its time. */
const patience = { timeout: 15_000 };

beforeEach(() => token.forget());

const message = (id: number, event: string, data: object): string =>
  `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Follows a monitor that answers with these messages and leaves the connection open. */
async function follow(...messages: string[]) {
  const monitor = await serveMonitor({
    'GET /api/events': (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(messages.join(''));
    },
  });
  return { ...monitor, ...open(monitor.url) };
}

function open(url: string) {
  const stream = new EventStream(`${url}/api/events`);
  onTestFinished(() => stream.stop());
  const batches: (readonly TaskEvent[])[] = [];
  const changes: Change[] = [];
  const states: string[] = [stream.state];
  stream.onTasks((events) => batches.push(events));
  stream.onChange((change) => changes.push(change));
  stream.onState(() => states.push(stream.state));
  return { stream, batches, changes, states };
}

describe('the stream', () => {
  it('hands over the events of tasks together, in their order', async () => {
    const events = [taskEvent({ task_id: 'a' }), taskEvent({ task_id: 'b', state: 'SUCCESS' })];
    const { batches, states } = await follow(...events.map((event, index) => message(index, 'task', event)));
    await vi.waitFor(() => expect(batches).toEqual([events]), patience);
    expect(states).toEqual(['connecting', 'live']);
  });

  it('hands over changes of tables, and nothing that it does not know', async () => {
    const { changes, batches } = await follow(
      message(1, 'heartbeat', {}),
      message(1, 'something new', {}),
      message(1, 'queues', { queues: [] }),
      message(1, 'unreadable', { table: 'workers' }),
    );
    await vi.waitFor(() => expect(changes.map(({ event }) => event)).toEqual(['queues', 'unreadable']), patience);
    expect(batches).toEqual([]);
  });

  it('sends the token of the administrator', async () => {
    token.keep('secret');
    const { asked } = await follow();
    await vi.waitFor(() => expect(asked[0]?.headers.authorization).toBe('Bearer secret'), patience);
  });

  it('does not call a listener that was removed', async () => {
    const { stream, changes } = await follow(message(1, 'figures', {}));
    const removed: Change[] = [];
    stream.onChange((change) => removed.push(change))();
    await vi.waitFor(() => expect(changes).toHaveLength(1), patience);
    expect(removed).toEqual([]);
  });

  it('is lost, and does not ask again, when the monitor refuses it', async () => {
    const { url, asked } = await serveMonitor({ 'GET /api/events': problem(401, 'no token') });
    const { states } = open(url);
    await vi.waitFor(() => expect(states).toEqual(['connecting', 'lost']), patience);
    expect(asked).toHaveLength(1);
  });
});
