import { runStatement, type Database } from '@vocalborn/database';

/** A list of the export: the caller's rows of one table, the oldest first. */
export interface ExportSection {
  /** The member of the export. */
  readonly name: string;
  /** A table that may not exist yet: then the list is left out. */
  readonly table: string;
  /** Rows per page. */
  readonly pageSize: number;
  /** SQL for a row as JSON. */
  readonly row: string;
  /** SQL: the tables, and the condition on the owner, who is $1. */
  readonly from: string;
  /** SQL for what orders the rows: a time and a UUID. */
  readonly key: readonly [at: string, id: string];
}

/** What only the service itself needs, and what would let somebody act in the name of the caller. */
const without = (row: string, ...columns: string[]): string => `to_jsonb(${row}) - '{${columns.join(',')}}'::text[]`;

const link = (path: string, id: string): string => `'/${path}/' || ${id}`;

/** Every table that holds something about a person, and whose rows are theirs. */
export const exportSections: readonly ExportSection[] = [
  {
    name: 'practice_sessions',
    table: 'practice_sessions',
    pageSize: 200,
    row: 'to_jsonb(s)',
    from: 'practice_sessions s where s.user_id = $1',
    key: ['s.created_at', 's.practice_session_id'],
  },
  {
    name: 'practice_records',
    table: 'practice_records',
    pageSize: 200,
    row: `${without('r', 'audio_key')} || jsonb_build_object('audio',
      case when r.audio_key is not null then ${link('practice-records', 'r.practice_record_id')} || '/audio' end)`,
    from: 'practice_records r where r.user_id = $1',
    key: ['r.created_at', 'r.practice_record_id'],
  },
  {
    name: 'tasks',
    table: 'ai_analysis_tasks',
    // A result has up to some 300 kB.
    pageSize: 10,
    row: `${without('t', 'traceback', 'idempotency_fingerprint')} || jsonb_build_object(
      'result', (select to_jsonb(r) from ai_analysis_results r where r.task_id = t.task_id),
      'events', (select coalesce(jsonb_agg(${without('e', 'traceback')} order by e.event_id), '[]')
        from ai_analysis_task_events e where e.task_id = t.task_id))`,
    from: 'ai_analysis_tasks t where t.user_id = $1',
    key: ['t.created_at', 't.task_id'],
  },
  {
    name: 'webhooks',
    table: 'webhooks',
    pageSize: 200,
    row: without('w', 'secret', 'previous_secret', 'previous_secret_until'),
    from: 'webhooks w where w.owner_id = $1',
    key: ['w.created_at', 'w.webhook_id'],
  },
  {
    name: 'webhook_deliveries',
    table: 'webhook_deliveries',
    pageSize: 200,
    row: without('d', 'leased_until'),
    from: 'webhook_deliveries d join webhooks w using (webhook_id) where w.owner_id = $1',
    key: ['d.created_at', 'd.delivery_id'],
  },
  {
    name: 'accesses',
    table: 'access_audit',
    pageSize: 500,
    row: without('a', 'access_id'),
    from: 'access_audit a where a.owner_id = $1',
    key: ['a.at', `lpad(to_hex(a.access_id), 32, '0')::uuid`],
  },
  {
    name: 'erasures',
    table: 'erasures',
    pageSize: 200,
    row: without('e', 'task_ids', 'audio_key'),
    from: 'erasures e where e.user_id = $1',
    key: ['e.requested_at', 'e.practice_record_id'],
  },
];

/** Where a page begins: after the row with this key. */
export interface ExportKey {
  readonly at: string;
  readonly id: string;
}

/** One page of a list: its rows as JSON, and the key of the next page; null after the last one. */
export interface ExportPage {
  readonly rows: readonly string[];
  readonly next: ExportKey | null;
}

const lowestId = '00000000-0000-0000-0000-000000000000';

/** Reads one page of a list. Indexes: those by user or owner. */
export async function readExportPage(
  database: Database,
  section: ExportSection,
  userId: string,
  after: ExportKey | null,
): Promise<ExportPage> {
  const [at, id] = section.key;
  const text = `
    select (${section.row})::text as json, (${at})::text as at, ${id} as id
    from ${section.from} and (${at}, ${id}) > ($2::timestamptz, $3::uuid)
    order by ${at}, ${id} limit ${section.pageSize}`;
  const statement = { name: `export-${section.name}`, text };
  const values = [userId, after?.at ?? '-infinity', after?.id ?? lowestId];
  const rows = await runStatement<{ json: string; at: string; id: string }>(database, statement, values);
  const last = rows.length === section.pageSize ? rows.at(-1) : undefined;
  return { rows: rows.map(({ json }) => json), next: last ? { at: last.at, id: last.id } : null };
}
