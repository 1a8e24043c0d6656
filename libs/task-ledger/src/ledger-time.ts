import { runStatement, type DataSource } from '@vocalborn/database';

const statement = { name: 'ledger-time', text: 'select now()' };

/** The time by the clock that all times of the ledger come from, to the millisecond, rounded down. */
export async function ledgerTime(database: DataSource): Promise<Date> {
  const [row] = await runStatement<{ now: Date }>(database, statement, []);
  if (row === undefined) throw new Error('Postgres did not tell the time');
  return row.now;
}
