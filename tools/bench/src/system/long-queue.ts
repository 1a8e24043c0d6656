import { AnalysisQueue, type QueuedTask } from '@vocalborn/task-queue';
import { makeRecords } from './records.js';
import type { Side } from './side.js';

/** Tasks that are queued with one statement and one round trip. */
const batch = 5_000;

const insertWaiting = `
  with task as (
    insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id)
    select gen_random_uuid(), user_id, user_id, practice_record_id from practice_records
    where practice_record_id = any ($1) returning task_id, practice_record_id, user_id
  ), opened as (
    insert into open_tasks (practice_record_id, task_id, due_at) select practice_record_id, task_id, now() from task
  ), marked as (
    update practice_records r set record_status = 'ai_queued', ai_task_id = task.task_id
    from task where r.practice_record_id = task.practice_record_id
  )
  select task_id as "taskId", practice_record_id as "practiceRecordId", user_id as "userId" from task`;

/** Makes so many tasks wait, in the ledger and in the queue of the product, past the gateway. No worker may run. */
export async function fillQueue(side: Side, tasks: number, show: (queued: number) => void): Promise<void> {
  const queue = await AnalysisQueue.connect({
    broker: side.addresses.brokerUrl,
    connectionName: 'bench',
    role: 'consumer',
  });
  try {
    for (let queued = 0; queued < tasks; queued += batch) {
      const records = await makeRecords(side, Math.min(batch, tasks - queued));
      const waiting = await side.query<Omit<QueuedTask, 'params'>>(insertWaiting, [records]);
      await Promise.all(waiting.map((task) => queue.enqueue({ ...task, params: {} })));
      show(queued + waiting.length);
    }
    // What was filled in is tidied and written now, and not while something is measured.
    await side.query('vacuum analyze');
    await side.query('checkpoint');
  } finally {
    await queue.close();
  }
}
