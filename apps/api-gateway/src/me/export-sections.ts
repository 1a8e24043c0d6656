import { runStatement, type Database } from '@vocalborn/database';

/** A list of the export: the caller's rows of one table, the oldest first. */
export interface ExportSection {
  /** The member of the export. */
  readonly name: string;
  readonly table: string;
  /** Rows per page. */
  readonly pageSize: number;
  /** SQL for a row as JSON. */
  readonly row: string;
  /** SQL: the tables, and the condition on the owner, who is $1. */
  readonly from: string;
  /** What orders the rows; together unique. */
  readonly key: readonly KeyColumn[];
}

interface KeyColumn {
  readonly sql: string;
  readonly type: string;
  /** Below every value of a row. */
  readonly lowest: string;
}

const byTime = (at: string, id: string): KeyColumn[] => [
  { sql: at, type: 'timestamptz', lowest: '-infinity' },
  { sql: id, type: 'uuid', lowest: '00000000-0000-0000-0000-000000000000' },
];

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
    key: byTime('s.created_at', 's.practice_session_id'),
  },
  {
    name: 'practice_records',
    table: 'practice_records',
    pageSize: 200,
    row: `${without('r', 'audio_key')} || jsonb_build_object('audio',
      case when r.audio_key is not null then ${link('practice-records', 'r.practice_record_id')} || '/audio' end)`,
    from: 'practice_records r where r.user_id = $1',
    key: byTime('r.created_at', 'r.practice_record_id'),
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
    key: byTime('t.created_at', 't.task_id'),
  },
  {
    name: 'webhooks',
    table: 'webhooks',
    pageSize: 200,
    row: without('w', 'secret', 'previous_secret', 'previous_secret_until'),
    from: 'webhooks w where w.owner_id = $1',
    key: byTime('w.created_at', 'w.webhook_id'),
  },
  {
    name: 'webhook_deliveries',
    table: 'webhook_deliveries',
    pageSize: 200,
    row: without('d', 'leased_until'),
    from: 'webhook_deliveries d join webhooks w using (webhook_id) where w.owner_id = $1',
    key: byTime('d.created_at', 'd.delivery_id'),
  },
  {
    name: 'accesses',
    table: 'access_audit',
    pageSize: 500,
    row: without('a', 'access_id'),
    from: 'access_audit a where a.owner_id = $1',
    key: [{ sql: 'a.access_id', type: 'bigint', lowest: '0' }],
  },
  {
    name: 'erasures',
    table: 'erasures',
    pageSize: 200,
    row: without('e', 'task_ids', 'audio_key'),
    from: 'erasures e where e.user_id = $1',
    key: byTime('e.requested_at', 'e.practice_record_id'),
  },
];

/** Where a page begins: after the row with these values of the key. */
export type ExportKey = readonly string[];

/** One page of a list: its rows as JSON, and the key of the next page; null after the last one. */
export interface ExportPage {
  readonly rows: readonly string[];
  readonly next: ExportKey | null;
}

/** Reads one page of a list. Indexes: those by user or owner. */
export async function readExportPage(
  database: Database,
  section: ExportSection,
  userId: string,
  after: ExportKey | null,
): Promise<ExportPage> {
  const columns = section.key.map(({ sql }) => sql).join(', ');
  const texts = section.key.map(({ sql }) => `${sql}::text`).join(', ');
  const begins = section.key.map(({ type }, column) => `$${column + 2}::${type}`).join(', ');
  const text = `
    select (${section.row})::text as json, array[${texts}] as key
    from ${section.from} and (${columns}) > (${begins})
    order by ${columns} limit ${section.pageSize}`;
  const statement = { name: `export-${section.name}`, text };
  const values = [userId, ...(after ?? section.key.map(({ lowest }) => lowest))];
  const rows = await runStatement<{ json: string; key: string[] }>(database, statement, values);
  const last = rows.length === section.pageSize ? rows.at(-1) : undefined;
  return { rows: rows.map(({ json }) => json), next: last?.key ?? null };
}
