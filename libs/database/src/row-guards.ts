import { errorKinds, recordStatuses, taskStates, transitions } from '@vocalborn/task';
import { renewedTriggerSql } from './renewed-trigger.js';

/** What each row of a table must satisfy. A rule that is null, as of an absent value, is satisfied. */
interface RowGuard {
  readonly table: string;
  /** Also the name of the trigger. */
  readonly functionName: string;
  /** When the trigger runs. */
  readonly when: string;
  /** SQL conditions on `new` by the name that an error shows. */
  readonly rules: Readonly<Record<string, string>>;
  /** SQL conditions on `old` and `new`, for updates. */
  readonly changes?: Readonly<Record<string, string>>;
}

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const moves = taskStates.flatMap((from) => transitions[from].map((to) => `${from}>${to}`));

const tasks: RowGuard = {
  table: 'ai_analysis_tasks',
  functionName: 'check_task',
  when: 'insert or update',
  rules: {
    known_status: `new.status in (${list(taskStates)})`,
    known_error_kind: `new.error_kind in (${list(errorKinds)})`,
    numbers_in_range: `new.attempt >= 0 and new.lost_tries >= 0 and new.retry_count >= 0 and new.max_retries >= 0
      and new.progress between 0 and 100`,
    ended_tasks_have_an_end: `(new.status in ('SUCCESS', 'FAILURE', 'REVOKED')) = (new.completed_at is not null)`,
    successes_have_a_result: `(new.status = 'SUCCESS') = (new.result_id is not null)
      and (new.status <> 'SUCCESS' or new.progress = 100)`,
    running_tasks_have_a_worker: `new.status <> 'PROCESSING'
      or (new.worker_name is not null and new.started_at is not null and new.attempt > 0)`,
    only_running_tasks_are_handed_back: `new.handed_back_at is null or new.status = 'PROCESSING'`,
    retries_have_a_time: `(new.status = 'RETRY') = (new.next_retry_at is not null)`,
    failures_have_a_reason: `new.status not in ('RETRY', 'FAILURE')
      or (new.error_kind is not null and new.error_message is not null and new.max_retries is not null)`,
    idempotency_key_with_fingerprint: `(new.idempotency_key is null) = (new.idempotency_fingerprint is null)`,
  },
  changes: {
    attempt_never_falls: 'new.attempt >= old.attempt',
    known_transition: `new.status = old.status or old.status || '>' || new.status in (${list(moves)})`,
  },
};

const records: RowGuard = {
  table: 'practice_records',
  functionName: 'check_practice_record',
  when: 'insert or update of record_status, audio_key, audio_deleted_at, audio_size, audio_duration',
  rules: {
    known_record_status: `new.record_status in (${list(recordStatuses)})`,
    recording_matches_status: `(new.record_status <> 'pending' or new.audio_key is null)
      and (new.audio_key is not null or new.record_status = 'pending' or new.audio_deleted_at is not null)`,
    audio_in_range: 'new.audio_size >= 0 and new.audio_duration >= 0',
  },
};

/** One condition for all rules, which is the usual case; which of them is broken is found out afterwards. */
function refusal(table: string, rules: Readonly<Record<string, string>>, row: string): string {
  const broken = Object.entries(rules).map(([name, condition]) => `when not (${condition}) then '${name}'`);
  const all = Object.values(rules).map((condition) => `(${condition})`);
  return `if not (${all.join('\n      and ')}) then
      raise exception 'a row of ${table} violates the rule %: %', case ${broken.join('\n        ')} end, ${row}
        using errcode = 'check_violation';
    end if;`;
}

function guardSql({ table, functionName, when, rules, changes }: RowGuard): string {
  const key = table === 'ai_analysis_tasks' ? 'task_id' : 'practice_record_id';
  const onUpdate = changes
    ? `if tg_op = 'UPDATE' then
      ${refusal(
        table,
        changes,
        `format('%s from %s (attempt %s) to %s (attempt %s)', old.${key}, old.status, old.attempt,
        new.status, new.attempt)`,
      )}
    end if;`
    : '';
  return `
  create or replace function ${functionName}() returns trigger language plpgsql as $$
  begin
    ${onUpdate}
    ${refusal(table, rules, `new.${key}`)}
    return null;
  end
  $$;
  ${renewedTriggerSql(
    table,
    functionName,
    `after ${when} on ${table}
        for each row execute function ${functionName}()`,
  )}
  `;
}

/**
 * The triggers with which Postgres itself refuses a row whose columns contradict its state, a transition that the table
 * of transitions does not contain, an attempt number that falls, and words that the code does not know. Generated from
 * the code's tables and replaced at the end of every migration run, so that the database never disagrees with the code.
 *
 * They run after the change: a trigger before it would lock the row first, with a record of its own in the log. Check
 * constraints would say the same, but Postgres reads the text of each anew for every statement: for one row of a
 * task that took as long as the update itself.
 */
export const rowGuardsSql = [tasks, records].map(guardSql).join('\n');
