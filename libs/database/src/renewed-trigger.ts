import { createHash } from 'node:crypto';

/**
 * SQL that makes a trigger, or replaces it when its text has changed. Replacing a trigger locks its table, so one with the
 * same text is left alone; its comment is the hash of the text.
 * @param definition what follows the name, from `after` to the end
 */
export function renewedTriggerSql(table: string, name: string, definition: string): string {
  const trigger = `create or replace trigger ${name} ${definition};`;
  const edition = createHash('sha256').update(trigger).digest('hex');
  return `
  do $guard$
  begin
    if (select obj_description(oid, 'pg_trigger') from pg_trigger
      where tgrelid = '${table}'::regclass and tgname = '${name}') is distinct from '${edition}'
    then
      ${trigger}
      comment on trigger ${name} on ${table} is '${edition}';
    end if;
  end
  $guard$;
  `;
}
