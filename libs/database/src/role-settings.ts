/** Milliseconds after which Postgres ends a statement. Every statement of the apps needs a fraction of a second. */
export const statementTimeoutMs = 15_000;

/**
 * JIT compilation takes longer than any statement of the apps runs. Pages are in memory or on a solid disk, so that one page
 * at a random place costs hardly more than the next one: an index is then chosen for few rows even while a table is small,
 * and a plan that is kept stays right when the table grows.
 */
const plannerSettings = { jit: 'off', random_page_cost: '1.1' } as const;

/** The planner's settings as the startup parameter `options`. */
export const plannerOptions = Object.entries(plannerSettings)
  .map(([name, value]) => `-c ${name}=${value}`)
  .join(' ');

const settings: Readonly<Record<string, string>> = {
  statement_timeout: `${statementTimeoutMs}ms`,
  idle_in_transaction_session_timeout: `${statementTimeoutMs}ms`,
  ...plannerSettings,
};

/**
 * SQL that makes the settings of the apps those of the present role in the present database. A pooler in transaction mode
 * refuses or drops startup parameters, so that nothing else could set them.
 */
export const roleSettingsSql = `do $$ begin ${Object.entries(settings)
  .map(
    ([name, value]) =>
      `execute format('alter role %I in database %I set ${name} = %L', current_user, current_database(), '${value}');`,
  )
  .join('\n')} end $$`;
