import { runStatement, type Database } from '@vocalborn/database';

/** A begin time in the future means that the database's clock was set back: the duty is due. */
const statement = {
  name: 'begin-due-duties',
  text: `
    insert into recovery_rounds (duty, begun_at)
    select duty, now() from unnest($1::text[], $2::int[]) as known (duty, every_ms)
      left join recovery_rounds last using (duty)
    where last.begun_at is null or last.begun_at > now()
      or last.begun_at <= now() - every_ms * interval '1 millisecond'
    on conflict (duty) do update set begun_at = excluded.begun_at
    returning duty`,
};

/**
 * Returns the duties that are due and records that they begin now, so that all processes together run each duty no more
 * often than its interval. A duty whose process dies is due again after its interval. Only the leader may call it.
 * @param duties the interval of each duty in milliseconds
 */
export async function beginDueDuties<Duty extends string>(
  database: Database,
  duties: Readonly<Record<Duty, number>>,
): Promise<Duty[]> {
  const names = Object.keys(duties) as Duty[];
  const begun = await runStatement<{ duty: Duty }>(database, statement, [names, Object.values(duties)]);
  return names.filter((name) => begun.some(({ duty }) => duty === name));
}

/** A failed duty is due again after this time, or after its interval when that is shorter. */
const soonMs = 5_000;

const retry = {
  name: 'retry-duty-soon',
  text: `update recovery_rounds set begun_at = now() - greatest($2::int - ${soonMs}, 0) * interval '1 millisecond' where duty = $1`,
};

/** Makes a failed duty due again in five seconds, or after its interval when that is shorter. */
export async function retrySoon(database: Database, duty: string, everyMs: number): Promise<void> {
  await runStatement(database, retry, [duty, everyMs]);
}
