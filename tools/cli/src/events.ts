import { EventStreamError, followEvents, readMonitorEvent, type TaskEvent } from '@vocalborn/client';
import { InvalidArgumentError, type Command } from 'commander';
import type { GlobalOptions } from './answer.js';
import { MonitorClient } from './monitor-client.js';
import { moment } from './table.js';
import { readTarget } from './target.js';
import { readCount } from './tasks/tasks.js';

interface EventsOptions extends GlobalOptions {
  readonly task?: string;
  readonly count?: number;
  readonly after?: string;
}

export function addEvents(program: Command): void {
  program
    .command('events')
    .description('follow the state changes and steps of all tasks; with --json one JSON document per line')
    .option('--task <id>', 'only events of this task')
    .option('--count <n>', 'end after this number of events', readCount)
    .option('--after <event_id>', 'begin with the events after this one', readEventId)
    .action(async function (this: Command) {
      await follow(this.optsWithGlobals<EventsOptions>());
    });
}

/** @throws InvalidArgumentError unless the text is a whole number of at most 15 digits */
export function readEventId(text: string): string {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be the number of an event.');
  return text;
}

const backoff = { firstMs: 1_000, longestMs: 1_000 };

/**
 * Prints events until --count is reached. Resumes after the last event when the connection is lost.
 * @throws CommandError when the monitor refuses, or does not answer the first request
 */
async function follow(options: EventsOptions): Promise<void> {
  const monitor = new MonitorClient(readTarget(options.monitor));
  const query = options.task === undefined ? '' : `?task_id=${encodeURIComponent(options.task)}`;
  let left = options.count ?? Infinity;
  const messages = followEvents(`${monitor.base}/api/events${query}`, {
    ...{ headers: () => monitor.headers, lastEventId: options.after, failsFirst: true, backoff },
  });
  try {
    for await (const message of messages) {
      const event = readMonitorEvent(message);
      if (event?.event === 'gap')
        process.stderr.write('Some events are missing here: too many happened in the meantime.\n');
      if (event?.event !== 'task') continue;
      const text = options.json ? JSON.stringify({ event_id: event.id, ...event.data }) : lineOf(event.data);
      process.stdout.write(`${text}\n`);
      left -= 1;
      if (left === 0) return;
    }
  } catch (error) {
    throw error instanceof EventStreamError ? monitor.refusal(error) : error;
  }
}

/** One event as a line of text. */
export function lineOf(event: TaskEvent): string {
  const error = event.error ? `  ${event.error.kind}: ${event.error.message}` : '';
  const worker = event.worker === null ? '' : `  ${event.worker}`;
  const progress = `${event.progress} %`.padStart(5);
  return `${moment(event.at) ?? ''}  ${event.task_id}  ${event.state.padEnd(10)} ${progress}  ${event.current_step_en}${worker}${error}`;
}
