import { endingEvents, relatedUsersSql, visibilityOfAnyRoleSql } from '@vocalborn/task';
import { renewedTriggerSql } from './renewed-trigger.js';

const events = Object.entries(endingEvents).map(([status, event]) => `when '${status}' then '${event}'`);

/**
 * The webhooks that are told of the end of a task `t`: those of users who may see it now. A webhook that is being deleted
 * is skipped, so that an ending never waits for a lock.
 */
const toldWebhooks = `
        select w.webhook_id, w.receiver from webhooks w
        where (w.owner_id = any (${relatedUsersSql('t.user_id')}) or w.owner_role = 'admin')
          and ${visibilityOfAnyRoleSql('w.owner_role', 't.user_id', 'w.owner_id')}
          and w.disabled_at is null and (case t.status ${events.join(' ')} end) = any (w.events)
        for key share skip locked`;

/**
 * The trigger that writes a message for each webhook that is told of an ending, in the statement that ends the task,
 * whichever that is: each deletes the row of open_tasks. It runs once for a group of endings, and while there is no webhook
 * it asks for nothing but that.
 *
 * An error in it loses the messages of the statement and leaves a warning in the log of Postgres: an ending has priority.
 * Rendered from the tables of `libs/task` and replaced at the end of every migration run, as the row guards are. Its look-ups
 * are by index for any number of endings: `offset 0` keeps the planner from reading a whole table.
 */
export const webhookOutboxSql = `
  create or replace function write_webhook_deliveries() returns trigger language plpgsql as $$
  begin
    if not exists (select from webhooks) then
      return null;
    end if;
    begin
      insert into webhook_deliveries
        (webhook_id, task_id, practice_record_id, task_status, result_id, task_ended_at, receiver)
      select told.webhook_id, t.task_id, t.practice_record_id, t.status, t.result_id, t.completed_at, told.receiver
      from closed
      cross join lateral (select * from ai_analysis_tasks t where t.task_id = closed.task_id offset 0) t
      cross join lateral (${toldWebhooks}) told
      where t.completed_at is not null;
    exception when others then
      raise warning 'no webhook is told of the ended tasks %: %',
        (select string_agg(task_id::text, ', ') from closed), sqlerrm;
    end;
    return null;
  end
  $$;
  ${renewedTriggerSql(
    'open_tasks',
    'write_webhook_deliveries',
    `after delete on open_tasks referencing old table as closed
        for each statement execute function write_webhook_deliveries()`,
  )}
`;
