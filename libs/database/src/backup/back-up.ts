import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { columnsOf, digestTables, listTables, openClient, type TableDigest } from './tables.js';

/** What a backup holds; stands in it as `manifest.json`. */
export interface BackupManifest {
  readonly takenAt: string;
  readonly serverVersion: string;
  readonly migrations: readonly string[];
  /** In the order in which they can be filled. */
  readonly tables: readonly (TableDigest & { readonly columns: readonly string[] })[];
}

/** Name of a table's file within the backup. */
export const tableFile = (table: string): string => `${table}.copy.gz`;

/**
 * Writes every table as COPY gives it, compressed, and a manifest with counts and checksums. All tables are read in one
 * snapshot, so that the backup is consistent while everybody goes on working. The schema itself is the migrations'.
 * @param folder is made; must not hold a backup already
 */
export async function backUp(url: string, folder: string): Promise<BackupManifest> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const client = await openClient(url);
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query('set local statement_timeout = 0');
    const manifest = await describe(client);
    for (const { table, columns } of manifest.tables) {
      const copy = copyTo(`copy ${pg.escapeIdentifier(table)} (${columns.join(', ')}) to stdout`);
      const file = createWriteStream(join(folder, tableFile(table)), { flags: 'wx', mode: 0o600 });
      await pipeline(client.query(copy), createGzip(), file);
    }
    await client.query('commit');
    // Last, so that a folder with a manifest is a whole backup.
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    return manifest;
  } finally {
    await client.end();
  }
}

async function describe(client: pg.Client): Promise<BackupManifest> {
  const digests = new Map((await digestTables(client)).map((digest) => [digest.table, digest]));
  const tables: BackupManifest['tables'][number][] = [];
  for (const table of await listTables(client)) {
    const digest = digests.get(table);
    if (digest) tables.push({ ...digest, columns: await columnsOf(client, table) });
  }
  const version = await client.query<{ server_version: string }>('show server_version');
  const migrations = await client.query<{ name: string }>('select name from schema_migrations order by timestamp');
  return {
    takenAt: new Date().toISOString(),
    serverVersion: version.rows[0]?.server_version ?? '',
    migrations: migrations.rows.map(({ name }) => name),
    tables,
  };
}
