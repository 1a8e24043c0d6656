import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { connectDatabase, type Query } from '../connect.js';
import { eraseRecordRows, type RequestedErasure } from '../erase-record-rows.js';
import { fillOpenTasks } from '../migrations/1764000016000-open-tasks.js';
import { nameRequesters } from '../migrations/1764000025000-open-tasks-by-requester.js';
import { countUnusable, findUnusable } from '../migrations/1764000026000-unusable-recordings.js';
import { migrate } from '../migrate.js';
import { tableFile, type BackupManifest } from './back-up.js';
import { digestTables, openClient, type TableDigest } from './tables.js';

/** The migrations' own table is filled by the migrations. */
const migrationsTable = 'schema_migrations';

/** Erasures in batches, such as those of the tombstones in the audio store. */
export type Erasures = AsyncIterable<readonly RequestedErasure[]> | Iterable<readonly RequestedErasure[]>;

/**
 * Builds the schema in an empty database and fills it from a backup, all tables or none. What was erased since the backup
 * is erased again in the same transaction, so that nobody ever sees it; recovery then removes what a restored audio store
 * may hold.
 * @param erasures all that are known; those that the backup knows already change nothing
 * @throws Error when the database is not empty: a restore never overwrites; what `erasures` throws
 */
export async function restore(folder: string, url: string, erasures: Erasures = []): Promise<BackupManifest> {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as BackupManifest;
  await buildSchema(url);
  const client = await openClient(url);
  try {
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    for (const { table, columns } of manifest.tables) {
      if (table === migrationsTable) continue;
      const copy = copyFrom(`copy ${pg.escapeIdentifier(table)} (${columns.join(', ')}) from stdin`);
      await pipeline(createReadStream(join(folder, tableFile(table))), createGunzip(), client.query(copy));
    }
    await fillWhatIsNewer(manifest, client);
    const query: Query = async (text, values) => (await client.query(text, [...values])).rows as object[];
    for await (const batch of erasures) await eraseRecordRows(query, batch);
    await continueSequences(client);
    await client.query('commit');
    return manifest;
  } finally {
    await client.end();
  }
}

/** Derives from the other tables what an older backup lacks. */
async function fillWhatIsNewer({ tables }: Pick<BackupManifest, 'tables'>, client: pg.Client): Promise<void> {
  const has = (name: string, column?: string): boolean =>
    tables.some(({ table, columns }) => table === name && (column === undefined || columns.includes(column)));
  if (!has('open_tasks')) await client.query(fillOpenTasks);
  if (!has('open_tasks', 'requested_by')) await client.query(nameRequesters);
  if (!has('task_minutes', 'unusable')) await client.query(findUnusable + countUnusable);
}

/** Tables whose count or checksum differ from the backup's; none when it was restored to the letter. */
export async function compareWithBackup(
  manifest: Pick<BackupManifest, 'tables'>,
  url: string,
): Promise<(TableDigest & { readonly found: TableDigest | null; readonly same: boolean })[]> {
  const client = await openClient(url);
  try {
    await client.query('set statement_timeout = 0');
    const found = new Map((await digestTables(client)).map((digest) => [digest.table, digest]));
    return manifest.tables.map(({ table, rows, checksum }) => {
      const own = found.get(table) ?? null;
      const same = own?.rows === rows && (own.checksum === checksum || table === migrationsTable);
      return { table, rows, checksum, found: own, same };
    });
  } finally {
    await client.end();
  }
}

async function buildSchema(url: string): Promise<void> {
  const database = await connectDatabase({ url, poolSize: 2, applicationName: 'vocalborn-restore' });
  try {
    const tables = await database.query<{ n: number }>(
      `select count(*)::int as n from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
    );
    if ((tables[0]?.n ?? 0) > 0) throw new Error('the database to restore into is not empty');
    await migrate(database);
  } finally {
    await database.close();
  }
}

/** Identities go on after the highest number that was restored. */
async function continueSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(`
    select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attidentity <> ''`);
  for (const { table, column } of rows) {
    const [name, field] = [pg.escapeIdentifier(table), pg.escapeIdentifier(column)];
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${field}), 1), max(${field}) is not null) from ${name}`,
      [name, column],
    );
  }
}
