import { errorKinds, taskStates, transitions } from '@vocalborn/task';

const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const moves = taskStates.flatMap((from) => transitions[from].map((to) => `${from}>${to}`));

/**
 * The trigger function that lets Postgres refuse a transition that the table of transitions does not contain, an attempt
 * number that falls, and an error kind that the retry table does not contain. Generated from those tables and replaced at
 * the end of every migration run, so that the database never disagrees with the code.
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
`;
