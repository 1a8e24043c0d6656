import { runStatement, type Database } from '@vocalborn/database';

/** An action of an operator. `target` is the id of a task or the name of a worker or alert. */
export interface OperatorAction {
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A recorded action. Without an outcome it was begun, and its end was not recorded. */
export interface NotedAction extends OperatorAction {
  readonly actionId: string;
  readonly at: string;
  readonly outcome: 'done' | 'failed' | null;
  readonly message: string | null;
}

const insertStatement = {
  name: 'note-action',
  text: `
    insert into operator_actions (actor, action, target, details) values ($1, $2, $3, $4) returning action_id`,
};

/** Index: primary key. */
const outcomeStatement = {
  name: 'note-outcome',
  text: 'update operator_actions set outcome = $2, message = $3 where action_id = $1',
};

/** Index: primary key, or operator_actions_by_target. */
const listStatement = {
  name: 'list-actions',
  text: `
    select action_id, at, actor, action, target, details, outcome, message from operator_actions
    where ($1::bigint is null or action_id < $1) and ($2::text is null or target = $2)
    order by action_id desc limit $3`,
};

/** Records an action before it is done, so that no action is missing in the log. @returns its number */
export async function noteAction(database: Database, noted: OperatorAction): Promise<string> {
  const values = [noted.actor, noted.action, noted.target, noted.details];
  const [row] = await runStatement<{ action_id: string }>(database, insertStatement, values);
  if (!row) throw new Error('an insert returns its row');
  return row.action_id;
}

export async function noteOutcome(
  database: Database,
  actionId: string,
  outcome: 'done' | 'failed',
  message: string | null,
): Promise<void> {
  await runStatement(database, outcomeStatement, [actionId, outcome, message]);
}

interface ActionRow {
  action_id: string;
  at: Date;
  actor: string;
  action: string;
  target: string;
  details: Record<string, unknown>;
  outcome: 'done' | 'failed' | null;
  message: string | null;
}

/** Lists actions before the given number, on all targets or on one, latest first. */
export async function listActions(
  database: Database,
  options: { readonly limit: number; readonly before?: string | undefined; readonly target?: string | undefined },
): Promise<NotedAction[]> {
  const values = [options.before ?? null, options.target ?? null, options.limit];
  const rows = await runStatement<ActionRow>(database, listStatement, values);
  return rows.map(({ action_id: actionId, at, ...row }) => ({ ...row, actionId, at: at.toISOString() }));
}
