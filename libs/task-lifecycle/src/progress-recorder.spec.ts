import { connectDatabase, migrate, seed, seedIds, type Database } from '@vocalborn/database';
import { createLogger } from '@vocalborn/observability';
import { freshDatabase, waitFor } from '@vocalborn/system-harness';
import type { StepName } from '@vocalborn/task';
import { acceptTask, claimTask, findTask } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProgressRecorder } from './progress-recorder.js';

const logger = createLogger({ name: 'test', level: 'fatal' });
let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 4, applicationName: 'test' });
  await migrate(database);
  await seed(database);
});
afterAll(() => database.close());

async function claimed(): Promise<string> {
  const [taskId, practiceRecordId] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     values ($1, $2, $3, 'recorded', 'recordings/x.wav')`,
    [practiceRecordId, seedIds.patient, seedIds.chineseSentence],
  );
  const caller = { userId: seedIds.patient, role: 'patient' } as const;
  await acceptTask(database, { taskId, caller, practiceRecordId, params: {}, idempotency: null });
  await claimTask(database, taskId, 'worker@one');
  return taskId;
}

const entry = (taskId: string, step: StepName, progress: number) => ({
  taskId,
  attempt: 1,
  workerName: 'worker@one',
  mark: { step, progress, at: new Date().toISOString() },
});
const stepsOf = async (taskId: string) => (await findTask(database, taskId))?.steps.map(({ step }) => step);

describe('the progress recorder', () => {
  it('writes a step by itself soon after it was noted', async () => {
    const taskId = await claimed();
    new ProgressRecorder(database, logger).note(entry(taskId, 'downloading_audio', 40));
    await waitFor(async () => (await findTask(database, taskId))?.progress === 40, { what: 'the step to be written' });
    expect(await stepsOf(taskId)).toEqual(['initialising', 'downloading_audio']);
  });

  it('writes all collected steps of all tasks when it is flushed', async () => {
    const [one, two] = [await claimed(), await claimed()];
    const recorder = new ProgressRecorder(database, logger);
    recorder.note(entry(one, 'downloading_audio', 40));
    recorder.note(entry(two, 'downloading_audio', 40));
    recorder.note(entry(one, 'scoring', 80));
    await recorder.flush();
    expect(await stepsOf(one)).toEqual(['initialising', 'downloading_audio', 'scoring']);
    expect(await stepsOf(two)).toEqual(['initialising', 'downloading_audio']);
  });

  it('hands over the unwritten steps of one task, and does not write them itself', async () => {
    const [one, two] = [await claimed(), await claimed()];
    const recorder = new ProgressRecorder(database, logger);
    recorder.note(entry(one, 'downloading_audio', 40));
    recorder.note(entry(two, 'scoring', 80));
    expect(recorder.take(one).map(({ step }) => step)).toEqual(['downloading_audio']);
    expect(recorder.take(one)).toEqual([]);
    await recorder.flush();
    expect(await stepsOf(one)).toEqual(['initialising']);
    expect(await stepsOf(two)).toEqual(['initialising', 'scoring']);
  });

  it('keeps the steps while Postgres is away, in their order', async () => {
    const away = await connectDatabase({ url: await freshDatabase(), poolSize: 1, applicationName: 'test' });
    await away.close();
    const recorder = new ProgressRecorder(away, logger);
    const taskId = randomUUID();
    recorder.note(entry(taskId, 'downloading_audio', 40));
    await recorder.flush();
    recorder.note(entry(taskId, 'scoring', 80));
    expect(recorder.take(taskId).map(({ step }) => step)).toEqual(['downloading_audio', 'scoring']);
  });
});
