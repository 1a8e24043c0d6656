import type { System } from './system.js';
import { setTimeout as delay } from 'node:timers/promises';

const requestsAtATime = 16;
const lookEveryMs = 1_000;

/** Creates one practice record per task, all with the recording of the seed. */
export async function makeRecords(system: System, count: number): Promise<string[]> {
  const rows = await system.query<{ id: string }>(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key,
       audio_content_type, audio_size, audio_duration)
     select gen_random_uuid(), user_id, sentence_id, 'recorded', audio_key, audio_content_type, audio_size, audio_duration
     from (select * from practice_records where audio_key is not null limit 1) sample, generate_series(1, $1)
     returning practice_record_id as id`,
    [count],
  );
  return rows.map(({ id }) => id);
}

/** Submits an analysis of every record. @throws Error when one is not accepted */
export async function submitAll(system: System, records: readonly string[]): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    for (let record = records[next++]; record !== undefined; record = records[next++]) await submit(system, record);
  };
  await Promise.all(Array.from({ length: requestsAtATime }, work));
}

async function submit(system: System, record: string): Promise<void> {
  const response = await fetch(`${system.gatewayUrl}/analyze`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${system.tokens.patient}` },
    body: JSON.stringify({ practice_record_id: record }),
  });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`POST /analyze answered ${response.status}: ${text}`);
}

/** Waits until every task has ended. @returns the number of tasks and of attempts by final state */
export async function allEnded(system: System, tasks: number, show: (ended: number) => void) {
  for (;;) {
    const rows = await system.query<{ status: string; tasks: number; attempts: number }>(
      `select status, count(*)::int as tasks, sum(attempt)::int as attempts from ai_analysis_tasks
       where completed_at is not null group by status`,
    );
    const ended = rows.reduce((sum, row) => sum + row.tasks, 0);
    show(ended);
    if (ended >= tasks) return rows;
    await delay(lookEveryMs);
  }
}
