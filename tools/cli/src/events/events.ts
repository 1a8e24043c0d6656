import { InvalidArgumentError, type Command } from 'commander';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { setTimeout as delay } from 'node:timers/promises';
import type { GlobalOptions } from '../answer.js';
import { CommandError } from '../failures.js';
import { MonitorClient } from '../monitor/monitor-client.js';
import { moment } from '../table.js';
import { readTarget } from '../target.js';
import { readCount } from '../tasks/tasks.js';

interface EventsOptions extends GlobalOptions {
  readonly task?: string;
  readonly count?: number;
  readonly after?: string;
}

interface TaskEvent {
  readonly task_id: string;
  readonly state: string;
  readonly progress: number;
  readonly current_step_en: string;
  readonly worker: string | null;
  readonly error: { readonly kind: string; readonly message: string } | null;
  readonly at: string;
}

export function addEvents(program: Command): void {
  program
    .command('events')
    .description('every state change and step of every task as it happens; one JSON document a line with --json')
    .option('--task <id>', 'only of this task')
    .option('--count <n>', 'end after so many events', readCount)
    .option('--after <event_id>', 'first what came after this event', readEventId)
    .action(async function (this: Command) {
      await follow(this.optsWithGlobals<EventsOptions>());
    });
}

function readEventId(text: string): string {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be the number of an event.');
  return text;
}

const comeBackMs = 1_000;

/** Prints what comes; takes the stream up again where it was cut, so that nothing is missed. */
async function follow(options: EventsOptions): Promise<void> {
  const monitor = new MonitorClient(readTarget(options.monitor));
  let after = options.after;
  let left = options.count ?? Infinity;
  let connected = false;
  while (left > 0) {
    try {
      for await (const { id, event } of listen(monitor, options.task, after)) {
        connected = true;
        after = id ?? after;
        if (event)
          process.stdout.write(`${options.json ? JSON.stringify({ event_id: id, ...event }) : lineOf(event)}\n`);
        if (event && --left === 0) return;
      }
    } catch (error) {
      if (!connected || (error instanceof CommandError && error.status !== 3)) throw error;
    }
    await delay(comeBackMs);
  }
}

interface Heard {
  readonly id: string | undefined;
  /** Null when the stream has begun, or tells of something else. */
  readonly event: TaskEvent | null;
}

async function* listen(
  monitor: MonitorClient,
  task: string | undefined,
  after: string | undefined,
): AsyncGenerator<Heard> {
  const path = task === undefined ? '/api/events' : `/api/events?task_id=${encodeURIComponent(task)}`;
  const headers: Record<string, string> = after === undefined ? {} : { 'Last-Event-ID': after };
  const { body } = await monitor.send(path, { headers: { Accept: 'text/event-stream', ...headers } });
  if (!body) return;
  yield { id: undefined, event: null };
  for await (const { event, id, data } of messagesOf(Readable.fromWeb(body as NodeStream<Uint8Array>))) {
    if (event === 'gap') process.stderr.write('Some events are left out here: too many happened meanwhile.\n');
    // Every message has the number of the last event before it: a cut before the first event loses none either.
    yield { id, event: event === 'task' ? (JSON.parse(data) as TaskEvent) : null };
  }
}

async function* messagesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<EventSourceMessage> {
  const heard: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => heard.push(message) });
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    yield* heard.splice(0);
  }
}

function lineOf(event: TaskEvent): string {
  const error = event.error ? `  ${event.error.kind}: ${event.error.message}` : '';
  const worker = event.worker === null ? '' : `  ${event.worker}`;
  const progress = `${event.progress} %`.padStart(5);
  return `${moment(event.at) ?? ''}  ${event.task_id}  ${event.state.padEnd(10)} ${progress}  ${event.current_step_en}${worker}${error}`;
}
