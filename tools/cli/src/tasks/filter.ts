import { readDuration } from '@vocalborn/monitoring-rules';
import { monitor } from '@vocalborn/client';
import { errorKinds, taskStates } from '@vocalborn/task';
import { Option, type Command } from 'commander';
import { wrongUse } from '../failures.js';
import type { MonitorClient } from '../monitor-client.js';

/** Options that select tasks. */
export interface TaskFilterOptions {
  readonly state?: string;
  readonly worker?: string;
  readonly errorKind?: string;
  readonly user?: string;
  readonly since?: string;
  readonly before?: string;
  readonly search?: string;
}

/** Most tasks in one request to the monitor. */
export const mostPerRequest = 500;

export function withFilters(command: Command): Command {
  return command
    .addOption(new Option('--state <state>', 'only tasks in this state').choices(taskStates).argParser(readState))
    .option('--worker <name>', 'only tasks of this worker')
    .addOption(new Option('--error-kind <kind>', 'only tasks that failed with this kind of error').choices(errorKinds))
    .option('--user <id>', 'only tasks of this user')
    .option('--since <time>', 'only created at this time or later: 2026-01-31T08:00Z, or 90m, 12h, 7d ago')
    .option('--before <time>', 'only created before this time')
    .option('--search <text>', 'task id or its beginning, id of a record or user, name of a worker');
}

/** Accepts either case. @throws CommandError for an unknown state */
export function readState(text: string): string {
  const state = text.toUpperCase();
  if (!(taskStates as readonly string[]).includes(state)) {
    throw wrongUse(`there is no state ${text}`, `the states are ${taskStates.join(', ')}`);
  }
  return state;
}

/** The query of the monitor's page of tasks. */
export type TaskQuery = NonNullable<monitor.ListTaskPageData['query']>;

/** The options as the monitor's query; omits what is not given. */
export function queryOf(options: TaskFilterOptions): TaskQuery {
  const fields = {
    state: options.state,
    worker: options.worker,
    error_kind: options.errorKind,
    user_id: options.user,
    created_from: readTime(options.since),
    created_before: readTime(options.before),
    search: options.search,
  };
  // The types of the choices are checked by commander.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export const namesAny = (options: TaskFilterOptions): boolean => Object.keys(queryOf(options)).length > 0;

/** Reads an ISO time, or a duration with a unit as a time in the past. A plain number is a year. */
function readTime(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const seconds = /[smhd]$/.test(text) ? readDuration(text) : null;
  const ms = seconds === null ? Date.parse(text) : Date.now() - seconds * 1_000;
  if (Number.isNaN(ms))
    throw wrongUse(`${text} is no time`, 'write 2026-01-31T08:00Z, or 90m, 12h, 7d for a time in the past');
  return new Date(ms).toISOString();
}

export interface Listing {
  readonly tasks: readonly monitor.TaskRowDto[];
  /** Cursor of the next page; null on the last page. */
  readonly next: string | null;
}

/** Reads pages of matching tasks until `limit` is reached. */
export async function findTasks(
  client: MonitorClient,
  query: TaskQuery,
  options: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Listing> {
  const tasks: monitor.TaskRowDto[] = [];
  let cursor = options.cursor ?? null;
  do {
    const limit = Math.min(mostPerRequest, options.limit - tasks.length);
    const part = { ...query, limit, ...(cursor === null ? {} : { cursor }) };
    const page = await client.ask((by) => monitor.listTaskPage({ ...by, query: part }));
    tasks.push(...page.tasks);
    cursor = page.next;
  } while (cursor !== null && tasks.length < options.limit);
  return { tasks, next: cursor };
}
