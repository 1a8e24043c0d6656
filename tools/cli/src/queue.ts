import { monitor } from '@vocalborn/client';
import type { Command } from 'commander';
import { answering, confirm, type Answer, type Input } from './answer.js';
import { MonitorClient } from './monitor-client.js';
import { table } from './table.js';
import { doToAll, outcomeOf } from './tasks/bulk.js';
import { findTasks } from './tasks/filter.js';

interface PurgeOptions {
  readonly yes?: boolean;
  readonly retries?: boolean;
}

export function addQueue(program: Command): void {
  const queue = program.command('queue').description('the queue of tasks');
  queue.command('length').description('number of waiting tasks').action(answering(length));
  queue
    .command('purge')
    .description('cancel every waiting task, with an audit entry for each; `tasks retry` reruns them')
    .option('--retries', 'also cancel tasks that wait for a retry')
    .option('--yes', 'do not ask for confirmation')
    .action(answering(purge));
  queue
    .command('pause')
    .description('hold waiting tasks back: running ones go on, new ones are accepted, none starts')
    .action(answering(pause));
  queue.command('resume').description('let the tasks of a paused queue start').action(answering(resume));
}

async function length({ target }: Input<unknown>): Promise<Answer> {
  const { queues } = await new MonitorClient(target).ask(monitor.listQueues);
  const rows = queues.map((row) => [
    ...[row.queue, row.pending, row.active, row.waiting_for_retry],
    row.paused ? 'paused' : 'running',
  ]);
  return { json: { queues }, text: table(['QUEUE', 'PENDING', 'ACTIVE', 'WAITING FOR RETRY', 'STATE'], rows) };
}

async function pause({ target }: Input<unknown>): Promise<Answer> {
  const { message } = await new MonitorClient(target).ask(monitor.pauseQueue);
  return { json: { message }, text: message };
}

async function resume({ target }: Input<unknown>): Promise<Answer> {
  const { message } = await new MonitorClient(target).ask(monitor.resumeQueue);
  return { json: { message }, text: message };
}

/** Cancels through the lifecycle, so that queue and ledger agree: each task ends as REVOKED. */
async function purge({ target, options }: Input<PurgeOptions>): Promise<Answer> {
  const client = new MonitorClient(target);
  const states = options.retries ? (['PENDING', 'RETRY'] as const) : (['PENDING'] as const);
  const ids: string[] = [];
  for (const state of states) {
    const { tasks } = await findTasks(client, { state, order: 'oldest' }, { limit: Number.MAX_SAFE_INTEGER });
    ids.push(...tasks.map((task) => task.task_id));
  }
  if (ids.length > 0) await confirm(`Cancel ${ids.length} waiting tasks?`, options.yes);
  return outcomeOf('revoke', await doToAll(client, 'revoke', ids));
}
