import { runStatement, type Database } from '@vocalborn/database';
import type { Role } from '@vocalborn/task';

/** What of another person was read. A kind in the plural is a list; `events` is a stream. */
export const accessKinds = [
  'record',
  'task',
  'result',
  'audio',
  'events',
  'tasks',
  'records',
  'session',
  'sessions',
] as const;
export type AccessKind = (typeof accessKinds)[number];

/** A read of another person's data. */
export interface Access {
  readonly at: Date;
  readonly readerId: string;
  readonly role: Role;
  /** Whose data it was. */
  readonly ownerId: string;
  readonly kind: AccessKind;
  /** The id of the record or task; null for a list or a stream of all tasks. */
  readonly resourceId: string | null;
  /** The X-Request-Id of the answer. */
  readonly requestId: string | null;
}

/** A read as it is stored. Numbers grow with the time of writing. */
export interface StoredAccess extends Access {
  readonly accessId: string;
}

/** One statement for all reads of a second or so. */
const noteStatement = {
  name: 'note-accesses',
  text: `
    insert into access_audit (at, reader_id, role, owner_id, kind, resource_id, request_id)
    select * from unnest((select $1::timestamptz[]), $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $7::text[])`,
};

/** Index: primary key, or access_audit_by_owner. No name: the plan depends on whether an owner is given. */
const listText = `
  select access_id, at, reader_id, role, owner_id, kind, resource_id, request_id from access_audit
  where ($1::uuid is null or owner_id = $1) and ($2::bigint is null or access_id < $2)
  order by access_id desc limit $3`;

/** Looks at the oldest rows alone. Index: primary key. */
const dropStatement = {
  name: 'drop-old-accesses',
  text: `
    with dropped as (
      delete from access_audit where access_id in (
        select access_id from (select access_id, at from access_audit order by access_id limit $2) oldest
        where at < now() - $1 * interval '1 day')
      returning access_id
    )
    select count(*)::int as count from dropped`,
};

/** Writes reads to the log, all or none. */
export async function noteAccesses(database: Database, accesses: readonly Access[]): Promise<void> {
  const column = (read: (access: Access) => unknown): unknown[] => accesses.map(read);
  await runStatement(database, noteStatement, [
    column(({ at }) => at),
    column(({ readerId }) => readerId),
    column(({ role }) => role),
    column(({ ownerId }) => ownerId),
    column(({ kind }) => kind),
    column(({ resourceId }) => resourceId),
    column(({ requestId }) => requestId),
  ]);
}

/** Lists reads before the given number, of the data of all people or of one, the latest first. */
export async function listAccesses(
  database: Database,
  {
    ownerId,
    before,
    limit,
  }: { readonly ownerId?: string | undefined; readonly before: string | null; readonly limit: number },
): Promise<StoredAccess[]> {
  const values = [ownerId ?? null, before, limit];
  const rows = await runStatement<AccessRow>(database, { name: '', text: listText }, values);
  return rows.map((row) => ({
    accessId: row.access_id,
    at: row.at,
    readerId: row.reader_id,
    role: row.role,
    ownerId: row.owner_id,
    kind: row.kind,
    resourceId: row.resource_id,
    requestId: row.request_id,
  }));
}

/** Deletes reads of more than `days` days ago, among the oldest `limit`. @returns how many were deleted */
export async function dropOldAccesses(database: Database, days: number, limit: number): Promise<number> {
  const [row] = await runStatement<{ count: number }>(database, dropStatement, [days, limit]);
  return row?.count ?? 0;
}

interface AccessRow {
  access_id: string;
  at: Date;
  reader_id: string;
  role: Role;
  owner_id: string;
  kind: AccessKind;
  resource_id: string | null;
  request_id: string | null;
}
