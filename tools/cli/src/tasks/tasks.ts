import { monitor } from '@vocalborn/client';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { answering, confirm, type Answer, type Input } from '../answer.js';
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

/** Orders by time of acceptance or by duration. */
const orders = ['newest', 'oldest', 'slowest', 'fastest'] as const;

/** Most tasks that one `retry` or `cancel` by filter acts on. */
const mostAtOnce = 100_000;

export function addTasks(program: Command): void {
  const tasks = program.command('tasks').description('list, show, rerun and cancel tasks');
  withFilters(tasks.command('list').description('list matching tasks'))
    .option('--limit <n>', 'most tasks to list', readCount, 50)
    .option('--cursor <next>', 'continue after an earlier list')
    .addOption(new Option('--order <order>', 'order of the list').choices(orders).default('newest'))
    .action(answering(list));
  tasks.command('show <task_id>').description('show a task with its history').action(answering(show));
  const act = { retry: 'rerun failed or cancelled tasks', cancel: 'cancel waiting or running tasks' } as const;
  for (const [verb, description] of Object.entries(act)) {
    withFilters(tasks.command(`${verb} [task_id...]`).description(`${description}, by id or by filter`))
      .option('--yes', 'do not ask for confirmation')
      .action(answering((input: Input<ActOptions>) => change(verb === 'retry' ? 'retry' : 'revoke', input)));
  }
}

/** @throws InvalidArgumentError unless the text is a whole number from 1 */
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

export function taskTable(tasks: readonly monitor.TaskRowDto[]): string {
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
  const head = ['AT (UTC)', 'ATTEMPT', 'STATE', 'PROGRESS', 'STEP', 'WORKER', 'ERROR'];
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
  if (!namesAny(options)) throw wrongUse('no task is given', 'give ids, or a filter such as --state FAILURE');
  const { tasks } = await findTasks(client, queryOf(options), { limit: mostAtOnce });
  const ids = tasks.filter((task) => mayUndergo[action].has(task.state)).map((task) => task.task_id);
  if (ids.length > 0) await confirm(`${questions[action]} ${ids.length} tasks?`, options.yes);
  return outcomeOf(action, await doToAll(client, action, ids));
}

const questions = { revoke: 'Cancel', retry: 'Rerun' } as const;

/** States from which an action is possible. An action by filter skips tasks in other states. */
export const mayUndergo = {
  revoke: new Set(['PENDING', 'PROCESSING', 'RETRY']),
  retry: new Set(['FAILURE', 'REVOKED']),
} as const satisfies Record<string, ReadonlySet<string>>;
