import { runStatement, type DataSource } from '@vocalborn/database';

/** Begun in the future: the clock of the database was set back. */
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
 * Tells which duties are due, and keeps that they begin now, so that all processes together do each no more often than
 * it is told. One whose process dies in the middle is due again after its interval. For the leader alone.
 * @param duties the milliseconds between two rounds of each duty
 */
export async function beginDueDuties<Duty extends string>(
  database: DataSource,
  duties: Readonly<Record<Duty, number>>,
): Promise<Duty[]> {
  const names = Object.keys(duties) as Duty[];
  const begun = await runStatement<{ duty: Duty }>(database, statement, [names, Object.values(duties)]);
  return names.filter((name) => begun.some(({ duty }) => duty === name));
}

const soonMs = 5_000;

const hurry = {
  name: 'hurry-round',
  text: `update recovery_rounds set begun_at = now() - greatest($2::int - ${soonMs}, 0) * interval '1 millisecond' where duty = $1`,
};

/** Makes a duty that failed due in five seconds, or after its interval if that is shorter. */
export async function hurryRound(database: DataSource, duty: string, everyMs: number): Promise<void> {
  await runStatement(database, hurry, [duty, everyMs]);
}
