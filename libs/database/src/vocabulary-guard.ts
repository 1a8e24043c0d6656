import { createHash } from 'node:crypto';
import { errorKinds, taskStates, transitions } from '@vocalborn/task';

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const moves = taskStates.flatMap((from) => transitions[from].map((to) => `${from}>${to}`));

/** Whether a change is refused. Plain SQL, so that an allowed change calls no function. */
const refused = `new.attempt < old.attempt
  or new.status <> old.status and old.status || '>' || new.status <> all ('{${moves.join(',')}}')
  or new.error_kind <> all ('{${errorKinds.join(',')}}')`;

/**
 * Fires after the change: a trigger before it would lock the row first, with a record of its own in the log. A change that
 * also violates a check of the table is refused by that one; both are a check_violation.
 */
const trigger = `
  create or replace trigger known_transitions_only after update of status, attempt on ai_analysis_tasks
    for each row when (${refused}) execute function refuse_unknown_task_transition();`;

const edition = createHash('sha256').update(trigger).digest('hex');

/**
 * The trigger that lets Postgres refuse a transition that the table of transitions does not contain, an attempt number
 * that falls, and an error kind that the retry table does not contain. Generated from those tables and replaced at the end
 * of every migration run, so that the database never disagrees with the code. The trigger, whose replacement locks the
 * table, is left alone when its text is the same; its comment is the hash of the text.
 */
export const vocabularyGuardSql = `
  create or replace function refuse_unknown_task_transition() returns trigger language plpgsql as $$
  begin
    if new.attempt < old.attempt then
      raise exception 'attempt of task % cannot fall from % to %', old.task_id, old.attempt, new.attempt
        using errcode = 'check_violation';
    end if;
    if new.status <> old.status and not (old.status || '>' || new.status = any (array[${list(moves)}])) then
      raise exception 'task % cannot go from % to %', old.task_id, old.status, new.status
        using errcode = 'check_violation';
    end if;
    if new.error_kind <> all (array[${list(errorKinds)}]) then
      raise exception 'task % has the unknown error kind %', old.task_id, new.error_kind
        using errcode = 'check_violation';
    end if;
    return new;
  end
  $$;
  do $guard$
  begin
    if (select obj_description(oid, 'pg_trigger') from pg_trigger
      where tgrelid = 'ai_analysis_tasks'::regclass and tgname = 'known_transitions_only') is distinct from '${edition}'
    then
      ${trigger}
      comment on trigger known_transitions_only on ai_analysis_tasks is '${edition}';
    end if;
  end
  $guard$;
`;
