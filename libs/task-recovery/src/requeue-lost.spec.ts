import { seedIds } from '@vocalborn/database';
import { claimTask, failTask, scheduleRetry } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { failed, openStage } from './fixtures/stage.js';
import { requeueLost, requeueUnqueued } from './requeue-lost.js';

const stage = await openStage();
const { database, bull, dependencies } = stage;

describe('queueing lost tasks again', () => {
  it('finds every task that the queue does not know, in the order in which they were accepted', async () => {
    const taskIds: string[] = [];
    for (let count = 0; count < 10; count += 1) taskIds.push(await stage.accepted());
    await stage.aMinutePasses();
    expect(await requeueLost(dependencies)).toBe(10);
    expect(await bull.client.lrange('bull:ai_analysis:wait', 0, -1)).toEqual(taskIds.toReversed());
    expect(await dependencies.cache.read(taskIds[0]!)).toMatchObject({ status: 'PENDING' });
  });

  it('does nothing for tasks that are queued, that were accepted just now, or that have ended', async () => {
    const queued = await stage.accepted();
    await dependencies.queue.enqueue({
      taskId: queued,
      practiceRecordId: randomUUID(),
      userId: randomUUID(),
      params: {},
    });
    const ended = await stage.accepted();
    const claim = await claimTask(database, ended, 'worker@one');
    await failTask(database, { ...failed, taskId: ended, attempt: claim!.snapshot.attempt });
    await stage.aMinutePasses();
    await stage.accepted();
    expect(await requeueLost(dependencies)).toBe(0);
  });

  it('keeps the time at which a retry is due', async () => {
    const taskId = await stage.accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    await scheduleRetry(database, { ...failed, taskId, attempt: claim!.snapshot.attempt }, 600_000);
    await stage.aMinutePasses();
    expect(await requeueLost(dependencies)).toBe(1);
    const job = await bull.getJob(taskId);
    expect(await job?.getState()).toBe('delayed');
    expect(Number(job?.opts.delay)).toBeGreaterThan(590_000);
  });

  it('delivers a retry that a wrong clock keeps back', async () => {
    const taskId = await stage.accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    await scheduleRetry(database, { ...failed, taskId, attempt: claim!.snapshot.attempt }, 0);
    const inAnHour = { inMs: 3_600_000, at: Date.now() + 3_600_000 };
    await dependencies.queue.enqueue(
      { taskId, practiceRecordId: randomUUID(), userId: randomUUID(), params: {} },
      inAnHour,
    );
    await stage.aMinutePasses();
    await requeueLost(dependencies);
    expect(await dependencies.queue.position(taskId)).toBe(1);
  });

  it('gives a task back whose worker and job are both gone', async () => {
    const taskId = await stage.accepted();
    await claimTask(database, taskId, 'worker@gone');
    await stage.aMinutePasses();
    expect(await requeueLost(dependencies)).toBe(1);
    expect(await claimTask(database, taskId, 'worker@two')).toMatchObject({ snapshot: { attempt: 2 } });
  });

  it('queues a task again of whose job only a remnant is left', async () => {
    const taskId = await stage.accepted();
    await bull.client.hset(bull.toKey(taskId), { processedOn: 1, failedReason: 'Missing process handler' });
    await stage.aMinutePasses();
    expect(await requeueLost(dependencies)).toBe(1);
    expect(await dependencies.queue.position(taskId)).toBe(1);
    expect(await requeueLost(dependencies)).toBe(0);
  });

  it('finds, more seldom, the tasks whose jobs are in no list, and leaves the others where they are', async () => {
    const taskIds = [await stage.accepted(), await stage.accepted(), await stage.accepted()];
    await stage.aMinutePasses();
    await requeueLost(dependencies);
    await bull.client.lrem(bull.toKey('wait'), 0, taskIds[0]!);
    expect(await requeueLost(dependencies)).toBe(0);
    expect(await requeueUnqueued(dependencies)).toBe(1);
    expect(await dependencies.queue.position(taskIds[0]!)).toBe(3);
    expect(await dependencies.queue.counts()).toMatchObject({ waiting: 3 });
    expect(await requeueUnqueued(dependencies)).toBe(0);
  });

  it('looks at a waiting task once, and again as soon as Redis may have lost it', async () => {
    const taskId = await stage.accepted();
    await dependencies.queue.enqueue({ taskId, practiceRecordId: randomUUID(), userId: randomUUID(), params: {} });
    await stage.aMinutePasses();
    expect(await requeueLost(dependencies)).toBe(0);
    await bull.client.del(bull.toKey(taskId));
    expect(await requeueLost(dependencies)).toBe(0);
    await bull.client.flushdb();
    expect(await requeueLost(dependencies)).toBe(1);
    expect(await dependencies.queue.position(taskId)).toBe(1);
  });

  it('finds running tasks whose job is gone in every round', async () => {
    const taskId = await stage.accepted();
    await dependencies.queue.enqueue({ taskId, practiceRecordId: randomUUID(), userId: randomUUID(), params: {} });
    await claimTask(database, taskId, 'worker@gone');
    await stage.aMinutePasses();
    expect(await requeueLost(dependencies)).toBe(0);
    await bull.client.del(bull.toKey(taskId));
    expect(await requeueLost(dependencies)).toBe(1);
  });

  it('is not led astray by a clock that was set back', async () => {
    const checkpoint = await dependencies.queue.checkpoint();
    await checkpoint.advance(new Date(Date.now() + 600_000));
    const [waiting, ahead] = [await stage.accepted(), await stage.accepted()];
    await stage.aMinutePasses();
    await database.query(`update ai_analysis_tasks set updated_at = now() + interval '5 minutes' where task_id = $1`, [
      ahead,
    ]);
    await database.query(`update open_tasks set due_at = now() + interval '5 minutes' where task_id = $1`, [ahead]);
    expect(await requeueLost(dependencies)).toBe(2);
    expect(await dependencies.queue.hasJobs([waiting, ahead])).toEqual([true, true]);
  });

  it('finds, more seldom, also a job that somebody deleted', async () => {
    const taskId = await stage.accepted();
    await stage.aMinutePasses();
    await requeueLost(dependencies);
    await bull.client.del(bull.toKey(taskId));
    expect(await requeueUnqueued(dependencies)).toBe(1);
  });

  it('looks at a retry again when it becomes due', async () => {
    const taskId = await stage.accepted();
    const claim = await claimTask(database, taskId, 'worker@one');
    await scheduleRetry(database, { ...failed, taskId, attempt: claim!.snapshot.attempt }, 600_000);
    await stage.aMinutePasses();
    expect(await requeueLost(dependencies)).toBe(1);
    await database.query('update ai_analysis_tasks set next_retry_at = now()');
    await database.query('update open_tasks set due_at = now()');
    await requeueLost(dependencies);
    expect(await dependencies.queue.position(taskId)).toBe(1);
  });

  it('walks through a backlog of any length', async () => {
    const records = `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
      select gen_random_uuid(), $1, $2, 'recorded', 'bulk' from generate_series(1, 1200)`;
    await database.query(records, [seedIds.patient, seedIds.chineseSentence]);
    await database.query(
      `with task as (
         insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id)
         select gen_random_uuid(), user_id, user_id, practice_record_id from practice_records where audio_key = 'bulk'
         returning practice_record_id, task_id, created_at)
       insert into open_tasks (practice_record_id, task_id, due_at) select * from task`,
    );
    await stage.aMinutePasses();
    expect(await requeueLost(dependencies)).toBe(1_200);
    expect(await dependencies.queue.counts()).toMatchObject({ waiting: 1_200 });
  });
});
