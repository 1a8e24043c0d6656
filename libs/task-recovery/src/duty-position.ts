import { runStatement, type Database } from '@vocalborn/database';

/** Index: primary key. */
const read = { name: 'read-duty-position', text: 'select reached from recovery_rounds where duty = $1' };

/** Index: primary key. */
const write = {
  name: 'write-duty-position',
  text: `insert into recovery_rounds (duty, begun_at, reached) values ($1, now(), $2)
    on conflict (duty) do update set reached = excluded.reached`,
};

/** How far a duty has come that looks at one part in each round, whichever process did the last one; null at the beginning. */
export async function readPosition(database: Database, duty: string): Promise<string | null> {
  const [row] = await runStatement<{ reached: string | null }>(database, read, [duty]);
  return row?.reached ?? null;
}

/** Notes how far a duty has come; null begins again. */
export async function writePosition(database: Database, duty: string, reached: string | null): Promise<void> {
  await runStatement(database, write, [duty, reached]);
}
