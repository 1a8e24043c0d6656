import {
  fromMicrosecondsSql,
  microsecondsSql,
  pageCursor,
  readPageCursor,
  runStatement,
  type Database,
} from '@vocalborn/database';
import { visibilitySql, type Caller, type ErrorKind, type TaskSnapshot, type TaskState } from '@vocalborn/task';
import { catchUpTaskSearch } from '../commands/update-task-search.js';
import { snapshotColumns, snapshotOf, type SnapshotRow } from '../snapshot-row.js';

/** Conditions that all must hold; an absent one does not filter. */
export interface TaskFilter {
  readonly status?: TaskState | undefined;
  readonly workerName?: string | undefined;
  readonly errorKind?: ErrorKind | undefined;
  readonly userId?: string | undefined;
  readonly practiceRecordId?: string | undefined;
  /** Only tasks that this caller may see. */
  readonly visibleTo?: Caller | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  /** A task id or its beginning, the whole id of a record or user, or the name of a worker. */
  readonly search?: string | undefined;
}

/** `slowest` and `fastest` leave out tasks that have not started or not ended. */
export type TaskOrder = 'newest' | 'oldest' | 'slowest' | 'fastest' | 'state';

/** Which page of the found tasks. */
export interface TaskPage {
  readonly order: TaskOrder;
  readonly limit: number;
  /** Number of tasks to skip, for callers that count pages. Its cost grows with the number; that of `after` does not. */
  readonly offset?: number;
  /** `next` of the previous page with the same filter and order. */
  readonly after?: string | null;
}

/** One page of found tasks. */
export interface FoundTasks {
  readonly tasks: readonly TaskSnapshot[];
  /** Cursor of the next page; null after the last page, and in the order `state`. */
  readonly next: string | null;
}

interface Key {
  readonly expression: string;
  /** Whether the expression may be null. */
  readonly isOptional: boolean;
  /** SQL to which the cursor's microseconds are added to give a value of the expression. */
  readonly zero: string;
}

const created: Key = { expression: 't.created_at', isOptional: false, zero: "'epoch'::timestamptz" };
const took: Key = { expression: '(t.completed_at - t.started_at)', isOptional: true, zero: "'0'::interval" };

const orders: Readonly<Record<Exclude<TaskOrder, 'state'>, { key: Key; isDescending: boolean }>> = {
  newest: { key: created, isDescending: true },
  oldest: { key: created, isDescending: false },
  slowest: { key: took, isDescending: true },
  fastest: { key: took, isDescending: false },
};

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const uuidBeginning = /^[0-9a-f-]{1,36}$/i;

/**
 * One page of tasks, without their steps, in one statement, from the ledger alone. Finds by owner, record, id and age
 * through indexes: tasks_by_age, tasks_by_record, tasks_by_user, primary key; any other condition is a filter on these.
 * @throws WrongCursorError
 */
export function searchTasks(database: Database, filter: TaskFilter, page: TaskPage): Promise<FoundTasks> {
  return search(database, filter, page, 'ai_analysis_tasks');
}

/**
 * The same for operators, who search all tasks: state, worker, error kind and duration are found through the indexes of
 * task_search, which it first brings up to date. After a long time without a monitor the newest changes may still lack.
 * @param filter without `visibleTo` and `practiceRecordId`
 * @throws WrongCursorError
 */
export async function searchAllTasks(
  database: Database,
  filter: Omit<TaskFilter, 'visibleTo' | 'practiceRecordId'>,
  page: TaskPage,
): Promise<FoundTasks> {
  if (!needsTaskSearch(filter, page.order)) return searchTasks(database, filter, page);
  await catchUpTaskSearch(database, mostRounds);
  return search(database, filter, page, 'task_search');
}

/** Rounds in which a search brings task_search up to date: the monitor does so every second, so one is enough for most. */
const mostRounds = 3;

function needsTaskSearch({ status, workerName, errorKind, search: text }: TaskFilter, order: TaskOrder): boolean {
  if (text && !isWorkerName(text.trim())) return false;
  const orderChanges = order !== 'newest' && order !== 'oldest';
  return orderChanges || [status, workerName, errorKind, text].some((condition) => condition);
}

async function search(
  database: Database,
  filter: TaskFilter,
  page: TaskPage,
  table: 'ai_analysis_tasks' | 'task_search',
): Promise<FoundTasks> {
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const conditions = conditionsOf(filter, place);
  const { by, key } = orderBy(page, conditions, place);
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  const limits = `limit ${place(page.limit + 1)}::int offset ${place(page.offset ?? 0)}::int`;
  const microseconds = key ? microsecondsSql(key.expression) : 'null';
  const found = `select t.*, ${microseconds}::text as key from ${table} t ${where} order by ${by} ${limits}`;
  // The page's rows come from the ledger, so that they are as they are now.
  const current = 'select * from ai_analysis_tasks task where task.task_id = t.task_id offset 0';
  const text =
    table === 'task_search'
      ? `select ${snapshotColumns('task')}, t.key from (${found}) t cross join lateral (${current}) task order by ${by}`
      : `select ${snapshotColumns('t')}, t.key from (${found}) t order by ${by}`;
  // No name: a generic plan would be wrong for a rare state or for a frequent one.
  const rows = await runStatement<SnapshotRow & { key: string | null }>(database, { name: '', text }, values);
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  return {
    tasks: rows.slice(0, page.limit).map(snapshotOf),
    next: last?.key ? pageCursor(page.order, { key: last.key, id: last.task_id }) : null,
  };
}

/** The order, and as further conditions: the key exists and lies after the cursor. */
function orderBy(
  { order, after }: TaskPage,
  conditions: string[],
  place: (value: unknown) => string,
): { by: string; key: Key | null } {
  if (order === 'state') return { by: 't.status, t.created_at desc, t.task_id desc', key: null };
  const { key, isDescending } = orders[order];
  if (key.isOptional) conditions.push(`${key.expression} is not null`);
  if (typeof after === 'string') {
    const last = readPageCursor(after, order);
    const beyond = `(${fromMicrosecondsSql(key.zero, place(last.key))}, ${place(last.id)}::uuid)`;
    conditions.push(`(${key.expression}, t.task_id) ${isDescending ? '<' : '>'} ${beyond}`);
  }
  const direction = isDescending ? ' desc' : '';
  return { by: `${key.expression}${direction}, t.task_id${direction}`, key };
}

function conditionsOf(filter: TaskFilter, place: (value: unknown) => string): string[] {
  const conditions: string[] = [];
  if (filter.status) conditions.push(`t.status = ${place(filter.status)}`);
  if (filter.workerName) conditions.push(`t.worker_name = ${place(filter.workerName)}`);
  if (filter.errorKind) conditions.push(`t.error_kind = ${place(filter.errorKind)}`);
  if (filter.userId) conditions.push(`t.user_id = ${place(filter.userId)}::uuid`);
  if (filter.practiceRecordId) conditions.push(`t.practice_record_id = ${place(filter.practiceRecordId)}::uuid`);
  if (filter.visibleTo) {
    const { userId, role } = filter.visibleTo;
    if (role !== 'admin') conditions.push(visibilitySql(role, 't.user_id', `${place(userId)}::uuid`));
  }
  if (filter.createdFrom) conditions.push(`t.created_at >= ${place(filter.createdFrom)}`);
  if (filter.createdBefore) conditions.push(`t.created_at < ${place(filter.createdBefore)}`);
  if (filter.search) conditions.push(searchCondition(filter.search.trim(), place));
  return conditions;
}

function searchCondition(text: string, place: (value: unknown) => string): string {
  if (uuidForm.test(text)) {
    const id = `${place(text)}::uuid`;
    return `(t.task_id = ${id} or t.practice_record_id = ${id} or t.user_id = ${id})`;
  }
  if (!isWorkerName(text)) {
    const digits = text.replaceAll('-', '');
    const [first, last] = ['0', 'f'].map((fill) => `${place(digits.padEnd(32, fill))}::uuid`);
    return `t.task_id between ${first ?? ''} and ${last ?? ''}`;
  }
  return `t.worker_name = ${place(text)}`;
}

/** Whether the text of a search can be no id nor the beginning of one. */
const isWorkerName = (text: string): boolean => !uuidBeginning.test(text) || text.replaceAll('-', '') === '';
