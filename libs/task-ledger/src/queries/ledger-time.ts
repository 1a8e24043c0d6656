import { runStatement, type Database } from '@vocalborn/database';

const statement = { name: 'ledger-time', text: 'select now()' };

/** The time of the database's clock, which all times of the ledger come from; milliseconds, rounded down. */
export async function ledgerTime(database: Database): Promise<Date> {
  const [row] = await runStatement<{ now: Date }>(database, statement, []);
  if (row === undefined) throw new Error('Postgres did not tell the time');
  return row.now;
}
