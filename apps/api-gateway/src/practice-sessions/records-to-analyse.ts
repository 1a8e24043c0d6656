import { runStatement, type Database } from '@vocalborn/database';
import type { RecordStatus } from '@vocalborn/task';

/** A record of a session, and the task that an earlier request with the same key has created for it. */
export interface RecordToAnalyse {
  readonly practice_record_id: string;
  readonly record_status: RecordStatus;
  readonly ai_task_id: string | null;
  /** Of the earlier request; null when there was none. */
  readonly seen_fingerprint: string | null;
}

/** Indexes: practice_records_by_session, one_task_per_idempotency_key. */
const statement = {
  name: 'list-records-to-analyse',
  text: `
    select r.practice_record_id, r.record_status, r.ai_task_id,
      (select t.idempotency_fingerprint from ai_analysis_tasks t
       where t.requested_by = $2 and t.idempotency_key = $3 || r.practice_record_id::text) as seen_fingerprint
    from practice_records r where r.practice_session_id = $1
    order by r.session_position nulls last, r.created_at, r.practice_record_id`,
};

/**
 * The records of a session in their order.
 * @param keyBeginning what the idempotency keys of the request begin with; the record's id follows. Null without a key
 */
export function listRecordsToAnalyse(
  database: Database,
  sessionId: string,
  callerId: string,
  keyBeginning: string | null,
): Promise<RecordToAnalyse[]> {
  return runStatement<RecordToAnalyse>(database, statement, [sessionId, callerId, keyBeginning]);
}
