import { randomUUID } from 'node:crypto';
import type { Request } from '../load/connection.js';
import type { Side } from './side.js';

/** The recording of the development data that all records of a run have: a short one. */
const sample = '00000000-0000-4000-8000-000000000032';

/** Creates practice records of the patient that can be analysed. @returns their ids */
export async function makeRecords(side: Side, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await side.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key,
       audio_content_type, audio_size, audio_duration)
     select id, user_id, sentence_id, 'recorded', audio_key, audio_content_type, audio_size, audio_duration
     from practice_records sample, unnest($1::uuid[]) as id where sample.practice_record_id = $2`,
    [ids, sample],
  );
  return ids;
}

/** Requests that submit each record once, for a load; null after the last one. */
export function submissions(side: Side, records: readonly string[]): () => Request | null {
  let next = 0;
  return () => {
    const record = records[next++];
    if (record === undefined) return null;
    const body = JSON.stringify({ practice_record_id: record });
    return { method: 'POST', path: '/analyze', token: side.token, body };
  };
}

/** Requests that read the given tasks again and again, for a load. */
export function readings(side: Side, taskIds: readonly string[], suffix: '' | '/result'): () => Request {
  let next = 0;
  return () => {
    const taskId = taskIds[next++ % taskIds.length] ?? '';
    return { method: 'GET', path: `/tasks/${taskId}${suffix}`, token: side.token };
  };
}
