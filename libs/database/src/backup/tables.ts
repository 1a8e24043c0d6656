import pg from 'pg';
import { readPostgresUrl } from '../postgres-url.js';
import { primaryClient } from '../primary-client.js';
import { Servers } from '../servers.js';
import { isDatabaseUnavailable } from '../unavailable.js';

/** A table of the backup: its rows, and a checksum over them that does not depend on their order. */
export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  readonly checksum: string;
}

/** Opens one connection that a lost server does not crash the process with. The caller ends it. */
export async function openClient(url: string): Promise<pg.Client> {
  const servers = new Servers(readPostgresUrl(url));
  const Client = primaryClient(servers);
  return servers.tryEach(async () => {
    const client = new Client({ application_name: 'vocalborn-backup', connectionTimeoutMillis: 5_000 });
    await client.connect();
    return client;
  }, isDatabaseUnavailable);
}

/** Every table of the schema, those that others refer to before those that refer to them. */
export async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; refers: string[] }>(`
    select c.relname as table, coalesce(array_agg(r.relname::text) filter (where r.relname is not null), '{}') as refers
    from pg_class c
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid
    left join pg_class r on r.oid = k.confrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    group by c.relname order by c.relname`);
  const ordered: string[] = [];
  const waiting = new Map(rows.map((row) => [row.table, row.refers]));
  while (waiting.size > 0) {
    const free = [...waiting].filter(([, refers]) => refers.every((name) => !waiting.has(name)));
    if (free.length === 0) throw new Error(`tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const [table] of free) {
      ordered.push(table);
      waiting.delete(table);
    }
  }
  return ordered;
}

/** Counts every table and adds up the hash of each row's text, so that one changed value anywhere shows. */
export async function digestTables(client: pg.Client): Promise<TableDigest[]> {
  const digests: TableDigest[] = [];
  for (const table of await listTables(client)) {
    const { rows } = await client.query<{ rows: number; checksum: string }>(`
      select count(*)::int as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text as checksum
      from ${pg.escapeIdentifier(table)} t`);
    digests.push({ table, rows: rows[0]?.rows ?? 0, checksum: rows[0]?.checksum ?? '' });
  }
  return digests;
}

/** The columns that hold values of their own, in order. */
export async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [pg.escapeIdentifier(table)],
  );
  return rows.map(({ name }) => pg.escapeIdentifier(name));
}
