import { Database } from '@vocalborn/database';
import type pg from 'pg';
import type { Bench } from '../system/bench.js';
import { addHistory } from '../system/history.js';
import { makeRecords } from '../system/records.js';
import { explainedCalls, makeSubjects, type ExplainedCall } from './explained-calls.js';

const records = 250_000;

/** Calls before the one that is shown: the sixth execution of a prepared statement may use a generic plan. */
const warmUps = 6;

/** `auto_explain` is a part of Postgres; it sends the plan of each statement to the client, after it has run. */
const explainSettings = `
  load 'auto_explain';
  set auto_explain.log_min_duration = 0;
  set auto_explain.log_analyze = on;
  set auto_explain.log_buffers = on;
  set auto_explain.log_wal = on;
  set auto_explain.log_verbose = off;
  set auto_explain.log_triggers = on;
  set auto_explain.log_nested_statements = off;
  set auto_explain.log_level = notice;
  set client_min_messages = notice;`;

/**
 * Prints the plan of every statement that a task runs, as Postgres executes it with many stored tasks. The product's
 * own functions run the statements, each in a transaction that is rolled back.
 */
export async function explainLedger(
  { product }: Bench,
  tasks: number,
  show: (progress: string) => void,
  say: (line: string) => void,
): Promise<void> {
  for (let made = 0; made < records; made += 50_000) await makeRecords(product, 50_000);
  await addHistory(product, tasks, (written) => show(`${written} of ${tasks} tasks stored`));
  const database = new Database({ url: product.addresses.databaseUrl, poolSize: 1, applicationName: 'explain' });
  try {
    const subjects = await makeSubjects(database);
    await database.query('vacuum analyze');
    for (const call of explainedCalls(subjects)) say(`\n── ${call.name} ──\n${await planOf(database, call)}`);
  } finally {
    await database.close();
  }
}

/** Runs the call on the pool's one connection, in transactions around it. */
async function planOf(database: Database, { call }: ExplainedCall): Promise<string> {
  const client = await database.pool.connect();
  const plans: string[] = [];
  const take = ({ message = '' }: { message?: string | undefined }): unknown => plans.push(message);
  const rolledBack = async (): Promise<void> => {
    await client.query('begin');
    try {
      await call(onConnection(database, client));
    } finally {
      await client.query('rollback');
    }
  };
  try {
    for (let round = 0; round < warmUps; round += 1) await rolledBack();
    await client.query(explainSettings);
    client.on('notice', take);
    await rolledBack();
    return plans
      .filter((plan) => !/Query Text: (begin|rollback)/.test(plan))
      .map(withoutText)
      .join('\n');
  } finally {
    client.off('notice', take);
    await client.query('set auto_explain.log_min_duration = -1').catch(() => undefined);
    client.release();
  }
}

/** The database whose statements all go over this connection. */
function onConnection(database: Database, client: pg.PoolClient): Database {
  const pool = { query: (query: pg.QueryConfig) => client.query(query) };
  return Object.assign(Object.create(database) as Database, { pool });
}

/** The plan without the text of its statement, which is in the sources. */
function withoutText(plan: string): string {
  const lines = plan.split('\n');
  const begin = lines.findIndex((line) => /\(cost=/.test(line));
  return [lines[0] ?? '', ...lines.slice(Math.max(1, begin))].join('\n');
}
