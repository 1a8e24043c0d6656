import { AudioStoreError, type AudioStore } from '@vocalborn/audio-store';
import { seedIds } from '@vocalborn/database';
import type { AnalysisQueue } from '@vocalborn/task-queue';
import { findTask } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { eraseRows } from './erase-rows.js';
import { finishErasures } from './finish-erasures.js';
import { openStage, patient } from './fixtures/stage.js';
import { RecordErasure } from './record-erasure.js';

const stage = await openStage();
const { stores, lifecycle, database } = stage;
const erasure = new RecordErasure(stores, lifecycle);

interface Noted {
  readonly erased_by: string;
  readonly role: string;
  readonly task_ids: string[] | null;
  readonly audio_key: string | null;
  readonly swept_at: Date | null;
  readonly finished_at: Date | null;
}
async function noted(recordId: string): Promise<Noted | undefined> {
  const [row] = await database.query<Noted>('select * from erasures where practice_record_id = $1', [recordId]);
  return row;
}
const keysOf = (taskId: string) => stage.bull.client.keys(`*${taskId}*`);
const hashOf = (taskId: string) => stage.redis.hgetall(`celery-task-meta-${taskId}`);

/** Stores of which one is away. */
const without = (away: Partial<typeof stores>) => new RecordErasure({ ...stores, ...away }, lifecycle);
const storeWithout = (method: keyof AudioStore): AudioStore => {
  const { store } = stores;
  const open = {
    put: store.put.bind(store),
    fetch: store.fetch.bind(store),
    remove: store.remove.bind(store),
    list: store.list.bind(store),
    size: store.size.bind(store),
    read: store.read.bind(store),
    check: store.check.bind(store),
  };
  return { ...open, [method]: () => Promise.reject(new AudioStoreError('unavailable', 'away')) };
};

describe('the erasure of a record', () => {
  it('removes rows, recording, job and cached state, and keeps who erased it and when', async () => {
    const { recordId, audioKey } = await stage.record();
    const taskId = await stage.submit(recordId, { note: 'personal' });
    expect(await keysOf(taskId)).not.toEqual([]);
    expect(await erasure.erase(recordId, patient)).toBe(true);
    expect(await findTask(database, taskId)).toBeNull();
    expect(stage.hasObject(audioKey)).toBe(false);
    expect(await keysOf(taskId)).toEqual([]);
    expect(Object.keys(await hashOf(taskId)).toSorted()).toEqual(['attempt', 'progress', 'rank']);
    expect(await noted(recordId)).toMatchObject({ erased_by: seedIds.patient, role: 'patient', finished_at: null });
    expect(stage.hasObject(`erasures/${recordId}.json`)).toBe(true);
    expect(await erasure.erase(recordId, patient)).toBe(false);
  });

  it('is finished after ten minutes: ids and marks go, who and when stays', async () => {
    const { recordId } = await stage.record();
    const taskId = await stage.submit(recordId);
    await erasure.erase(recordId, patient);
    await finishErasures(stores);
    expect(await noted(recordId)).toMatchObject({ finished_at: null, task_ids: [taskId] });
    await stage.timePasses('11 minutes');
    await finishErasures(stores);
    expect(await hashOf(taskId)).toEqual({});
    const finished = { erased_by: seedIds.patient, task_ids: null, audio_key: null, finished_at: expect.any(Date) };
    expect(await noted(recordId)).toMatchObject(finished);
  });

  it('leaves the records and tasks of others alone', async () => {
    const [erased, other] = [await stage.record(), await stage.record()];
    const [, kept] = [await stage.submit(erased.recordId), await stage.submit(other.recordId)];
    await erasure.erase(erased.recordId, patient);
    expect(await findTask(database, kept)).not.toBeNull();
    expect(stage.hasObject(other.audioKey)).toBe(true);
    expect(await stores.queue.hasJobs([kept])).toEqual([true]);
  });

  it('of an unknown record erases nothing', async () => {
    const recordId = randomUUID();
    expect(await erasure.erase(recordId, patient)).toBe(false);
    expect(await noted(recordId)).toBeUndefined();
  });
});

describe('a worker that runs a task of an erased record', () => {
  it('can write nothing any more: neither state, nor result, nor steps, nor cached state', async () => {
    const { recordId } = await stage.record();
    const taskId = await stage.submit(recordId);
    const started = await lifecycle.start(taskId, 'worker@one');
    await erasure.erase(recordId, patient);
    const analysis = { analysisResult: { text: 'personal' }, analysisModelVersion: '1', audioDurationSeconds: 1 };
    expect(await started!.attempt.succeed(analysis)).toEqual({ end: 'lost' });
    expect(await started!.attempt.fail(new Error('personal'))).toEqual({ end: 'lost' });
    await lifecycle.flush();
    expect(await stores.cache.write(started!.claim.snapshot)).toBe(false);
    expect(await lifecycle.start(taskId, 'worker@two')).toBeNull();
    for (const table of ['ai_analysis_tasks', 'ai_analysis_results', 'ai_analysis_task_events', 'open_tasks'])
      expect(await database.query(`select from ${table} where task_id = $1`, [taskId])).toEqual([]);
  });

  it('keeps its job without the data until the lock is gone, then recovery removes it', async () => {
    const { recordId } = await stage.record();
    const taskId = await stage.submit(recordId, { note: 'personal' });
    await stage.bull.client.rpoplpush(stage.bull.toKey('wait'), stage.bull.toKey('active'));
    await stage.bull.client.set(stage.bull.toKey(`${taskId}:lock`), 'a worker');
    expect(await erasure.erase(recordId, patient)).toBe(true);
    expect(JSON.stringify(await stage.bull.client.hgetall(stage.bull.toKey(taskId)))).not.toContain('personal');
    expect(await noted(recordId)).toMatchObject({ swept_at: null });
    await stage.bull.client.del(stage.bull.toKey(`${taskId}:lock`));
    await finishErasures(stores);
    expect(await keysOf(taskId)).toEqual([]);
    expect(await noted(recordId)).toMatchObject({ swept_at: expect.any(Date) });
  });

  it('leaves no step behind that it wrote while the rows were deleted', async () => {
    const { recordId } = await stage.record();
    const taskId = await stage.submit(recordId);
    await erasure.erase(recordId, patient);
    await database.query(
      `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
       values ($1, 1, 'PROCESSING', 40, 'decoding')`,
      [taskId],
    );
    await stage.timePasses('11 minutes');
    await finishErasures(stores);
    expect(await database.query('select from ai_analysis_task_events where task_id = $1', [taskId])).toEqual([]);
  });
});

describe('an erasure that was interrupted', () => {
  it.each(['nothing', 'the recording', 'the recording and the jobs'])(
    'after the rows and %s were removed is finished by recovery',
    async (removed) => {
      const { recordId, audioKey } = await stage.record();
      const taskId = await stage.submit(recordId);
      await lifecycle.cancel(taskId);
      expect(await eraseRows(database, recordId, patient)).toEqual({ outcome: 'erased' });
      if (removed !== 'nothing') await stores.store.remove(audioKey);
      if (removed.endsWith('jobs')) await stores.queue.erase([taskId]);
      await finishErasures(stores);
      expect(stage.hasObject(audioKey)).toBe(false);
      expect(await keysOf(taskId)).toEqual([]);
      expect(await stores.cache.read(taskId)).toBeNull();
      expect(stage.hasObject(`erasures/${recordId}.json`)).toBe(true);
      expect(await noted(recordId)).toMatchObject({ swept_at: expect.any(Date) });
    },
  );

  it('before the rows were removed changes nothing when the audio store is away', async () => {
    const { recordId, audioKey } = await stage.record();
    await expect(without({ store: storeWithout('check') }).erase(recordId, patient)).rejects.toThrow('away');
    expect(await database.query('select from practice_records where practice_record_id = $1', [recordId])).toHaveLength(
      1,
    );
    expect(stage.hasObject(audioKey)).toBe(true);
    expect(await noted(recordId)).toBeUndefined();
  });

  it.each(['put', 'remove'] as const)(
    'because the audio store failed to %s is not answered, and continues when it is asked for again',
    async (method) => {
      const { recordId, audioKey } = await stage.record();
      await expect(without({ store: storeWithout(method) }).erase(recordId, patient)).rejects.toThrow('away');
      expect(stage.hasObject(audioKey)).toBe(true);
      expect(await erasure.erase(recordId, patient)).toBe(true);
      expect(stage.hasObject(audioKey)).toBe(false);
      expect(await erasure.erase(recordId, patient)).toBe(false);
    },
  );

  it('because Redis is away is answered, and recovery removes the job later', async () => {
    const { recordId } = await stage.record();
    const taskId = await stage.submit(recordId, { note: 'personal' });
    await lifecycle.cancel(taskId);
    await stores.queue.enqueue({ ...patient, taskId, practiceRecordId: recordId, params: { note: 'personal' } });
    const queue = { erase: () => Promise.reject(new Error('away')) } as unknown as AnalysisQueue;
    expect(await without({ queue }).erase(recordId, patient)).toBe(true);
    expect(await keysOf(taskId)).not.toEqual([]);
    await finishErasures(stores);
    expect(await keysOf(taskId)).toEqual([]);
  });

  it('of one record does not hold up that of another', async () => {
    const [stuck, fine] = [await stage.record(), await stage.record()];
    for (const { recordId } of [stuck, fine]) await eraseRows(database, recordId, patient);
    const { store } = stores;
    const remove = (key: string): Promise<void> =>
      key === stuck.audioKey ? Promise.reject(new Error('away')) : store.remove(key);
    const failing = { ...storeWithout('fetch'), remove };
    await expect(finishErasures({ ...stores, store: failing })).rejects.toThrow('could not be swept');
    expect(stage.hasObject(fine.audioKey)).toBe(false);
    expect(stage.hasObject(stuck.audioKey)).toBe(true);
    await finishErasures(stores);
    expect(stage.hasObject(stuck.audioKey)).toBe(false);
  });
});

it('a record that is submitted while it is erased is erased with the new task, or the submission is refused', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { recordId } = await stage.record();
    const [erased, submitted] = await Promise.allSettled([erasure.erase(recordId, patient), stage.submit(recordId)]);
    expect(erased).toEqual({ status: 'fulfilled', value: true });
    if (submitted.status === 'rejected') expect(String(submitted.reason)).toContain('record-not-found');
    expect(await database.query('select from ai_analysis_tasks where practice_record_id = $1', [recordId])).toEqual([]);
    expect(await database.query('select from open_tasks where practice_record_id = $1', [recordId])).toEqual([]);
  }
});
