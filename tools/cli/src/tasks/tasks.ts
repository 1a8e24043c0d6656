import { monitor } from '@vocalborn/client';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { answering, type Answer, type Input } from '../answer.js';
import { confirm } from '../confirm.js';
import { wrongUse } from '../failures.js';
import { MonitorClient } from '../monitor-client.js';
import { moment, pairs, table } from '../table.js';
import { doToAll, outcomeOf, type TaskAction } from './bulk.js';
import { findTasks, namesAny, queryOf, withFilters, type TaskFilterOptions } from './filter.js';

interface ListOptions extends TaskFilterOptions {
  readonly limit: number;
  readonly cursor?: string;
  readonly order: (typeof orders)[number];
}

interface ActOptions extends TaskFilterOptions {
  readonly yes?: boolean;
}

/** By when they were accepted, or by how long they took. */
const orders = ['newest', 'oldest', 'slowest', 'fastest'] as const;

/** Most tasks that a filter may name for one retry or cancel. */
const mostAtOnce = 100_000;

export function addTasks(program: Command): void {
  const tasks = program.command('tasks').description('look for tasks, show one, run again or cancel');
  withFilters(tasks.command('list').description('tasks that fit'))
    .option('--limit <n>', 'at most so many', readCount, 50)
    .option('--cursor <next>', 'go on where the list before ended')
    .addOption(new Option('--order <order>', 'which come first').choices(orders).default('newest'))
    .action(answering(list));
  tasks.command('show <task_id>').description('a task with all it went through').action(answering(show));
  const act = { retry: 'run failed or cancelled tasks again', cancel: 'cancel tasks, waiting or running' } as const;
  for (const [verb, description] of Object.entries(act)) {
    withFilters(tasks.command(`${verb} [task_id...]`).description(`${description}: by id, or all that fit a filter`))
      .option('--yes', 'do not ask before acting on all that fit')
      .action(answering((input: Input<ActOptions>) => change(verb === 'retry' ? 'retry' : 'revoke', input)));
  }
}

export function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
}

async function list({ target, options }: Input<ListOptions>): Promise<Answer> {
  const { limit, cursor, order } = options;
  const query = { ...queryOf(options), order };
  const listing = await findTasks(new MonitorClient(target), query, { limit, cursor });
  const rest = listing.next === null ? '' : `\nMore: --cursor ${listing.next}`;
  return { json: listing, text: taskTable(listing.tasks) + rest };
}

function taskTable(tasks: readonly monitor.TaskRowDto[]): string {
  const head = ['TASK', 'STATE', 'PROGRESS', 'STEP', 'WORKER', 'RETRIES', 'ERROR', 'CREATED (UTC)'];
  const rows = tasks.map((task) => [
    task.task_id,
    task.state,
    task.progress,
    task.current_step_en,
    task.worker,
    task.retry_count,
    task.error?.kind ?? null,
    moment(task.created_at),
  ]);
  return table(head, rows);
}

async function show({ target, args }: Input<unknown>): Promise<Answer> {
  const path = { task_id: args[0] ?? '' };
  const task = await new MonitorClient(target).ask((by) => monitor.readTaskHistory({ ...by, path }));
  const { history, traceback, error, params, result, ...plain } = task;
  const head = ['AT (UTC)', 'TRY', 'STATE', 'PROGRESS', 'STEP', 'WORKER', 'ERROR'];
  const rows = history.map((entry) => [
    moment(entry.at),
    entry.attempt,
    entry.state,
    entry.progress,
    entry.current_step_en,
    entry.worker,
    entry.error && `${entry.error.kind}: ${entry.error.message}`,
  ]);
  const facts = pairs([
    ...Object.entries(plain),
    ...factsOf('params', params),
    ...factsOf('result', result ?? {}),
    ['error', error && `${error.kind}: ${error.message}`],
  ]);
  const trace = traceback === null ? '' : `\n\n${traceback}`;
  return { json: task, text: `${facts}\n\n${table(head, rows)}${trace}` };
}

const factsOf = (of: string, facts: object): [string, string][] =>
  Object.entries(facts).map(([name, value]) => [`${of}.${name}`, String(value)]);

async function change(action: TaskAction, { target, options, args }: Input<ActOptions>): Promise<Answer> {
  const client = new MonitorClient(target);
  if (args.length > 0) return outcomeOf(action, await doToAll(client, action, args));
  if (!namesAny(options)) throw wrongUse('no task is named', 'give ids, or a filter such as --state FAILURE');
  const { tasks } = await findTasks(client, queryOf(options), { limit: mostAtOnce });
  const ids = tasks.filter((task) => mayUndergo[action].has(task.state)).map((task) => task.task_id);
  if (ids.length > 0) await confirm(`${questions[action]} ${ids.length} tasks?`, options.yes);
  return outcomeOf(action, await doToAll(client, action, ids));
}

const questions = { revoke: 'Cancel', retry: 'Run again' } as const;

/** Of the tasks that fit a filter, the others are left out, not refused. */
const mayUndergo = {
  revoke: new Set(['PENDING', 'PROCESSING', 'RETRY']),
  retry: new Set(['FAILURE', 'REVOKED']),
} as const satisfies Record<string, ReadonlySet<string>>;
