import { runStatement, type Database } from '@vocalborn/database';
import { visibilitySql, type Caller, type TaskState } from '@vocalborn/task';
import { pageOf, pageSql, type NewestFirst, type Page, type PagedRow, type PageQueryDto } from '../http/page.js';
import { recordColumns, type StoredRecord } from './stored-record.js';

/** A record with its latest task, and the scores of the latest analysis of its present recording. */
export interface ListedRecord extends StoredRecord {
  readonly task_status: TaskState | null;
  /** As the ledger has it, which is up to a second behind. */
  readonly task_progress: number | null;
  readonly scored_task_id: string | null;
  readonly scored_at: Date | null;
  /** Null when there was no example to compare with. */
  readonly overall_score: number | null;
  readonly level: number | null;
}

/** Which records are listed; an absent condition does not filter. */
export interface RecordFilter extends PageQueryDto {
  readonly sentence_id?: string;
  readonly practice_session_id?: string;
}

const newestFirst: NewestFirst = { list: 'records', alias: 'r', id: 'practice_record_id' };

/**
 * Adds task and scores to the records that a subquery finds. Only analyses that ended since the record has its present
 * recording count. A result is unpacked once for both of its fields. Indexes: tasks_by_record, primary keys, the unique
 * one on ai_analysis_results.task_id.
 */
const withAnalyses = (found: string): string => `
  select found.*, task.status as task_status, task.progress as task_progress, scored.*
  from (${found}) found
  left join ai_analysis_tasks task on task.task_id = found.ai_task_id
  left join lateral (
    select t.task_id as scored_task_id, t.completed_at as scored_at, score.overall_score, score.level
    from ai_analysis_tasks t join ai_analysis_results result using (task_id)
      cross join jsonb_to_record(result.analysis_result) as score (overall_score double precision, level double precision)
    where t.practice_record_id = found.practice_record_id and t.status = 'SUCCESS'
      and (found.audio_stored_at is null or t.completed_at > found.audio_stored_at)
    order by t.created_at desc limit 1
  ) scored on true`;

const ofSession = {
  name: 'list-session-records',
  text: `${withAnalyses(`select ${recordColumns}, audio_stored_at, session_position from practice_records
    where practice_session_id = $1`)}
  order by session_position nulls last, created_at, practice_record_id`,
};

/** The records of a session in their order. Index: practice_records_by_session. */
export function listSessionRecords(database: Database, sessionId: string): Promise<ListedRecord[]> {
  return runStatement<ListedRecord>(database, ofSession, [sessionId]);
}

/** The statement of one page. Without a name, because a plan that serves every filter would be slow for some. */
export function pageStatement(caller: Caller, filter: RecordFilter): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const { key, conditions, end } = pageSql(newestFirst, filter, place);
  const all = [
    ...(caller.role === 'admin' ? [] : [visibilitySql(caller.role, 'r.user_id', `${place(caller.userId)}::uuid`)]),
    ...(filter.sentence_id ? [`r.sentence_id = ${place(filter.sentence_id)}::uuid`] : []),
    ...(filter.practice_session_id ? [`r.practice_session_id = ${place(filter.practice_session_id)}::uuid`] : []),
    ...conditions,
  ];
  const where = all.length > 0 ? `where ${all.join(' and ')}` : '';
  const found = `select ${recordColumns}, audio_stored_at, ${key} from practice_records r ${where} ${end}`;
  return { text: `${withAnalyses(found)} order by found.created_at desc, found.practice_record_id desc`, values };
}

/**
 * One page of the records that the caller may see, the newest first. Indexes: practice_records_by_user, _by_age,
 * _by_sentence, _by_session.
 * @throws WrongCursorError
 */
export async function listRecords(
  database: Database,
  caller: Caller,
  filter: RecordFilter,
): Promise<Page<ListedRecord>> {
  const { text, values } = pageStatement(caller, filter);
  const rows = await runStatement<ListedRecord & PagedRow>(database, { name: '', text }, values);
  return pageOf(newestFirst, filter.limit, rows, (row) => row.practice_record_id);
}
