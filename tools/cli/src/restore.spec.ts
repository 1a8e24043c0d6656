import { openAudioStore } from '@vocalborn/audio-store';
import { backUp, connectDatabase, migrate, seed, seedIds, type Database } from '@vocalborn/database';
import { createLogger } from '@vocalborn/observability';
import { RecordErasure } from '@vocalborn/personal-data';
import { connectResultCache, ResultCache } from '@vocalborn/result-cache';
import { freshDatabase, freshRedisUrl, temporaryFolder } from '@vocalborn/system-harness';
import { TaskLifecycle } from '@vocalborn/task-lifecycle';
import { claimTask, succeedTask } from '@vocalborn/task-ledger';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { restoreBackup } from './restore.js';

const caller = { userId: seedIds.patient, role: 'patient' } as const;
const audio = temporaryFolder('restore-audio');
const backups = temporaryFolder('restore-backups');
const audioStoreUrl = `file://${audio.path}`;
const note = 'a remark about this patient';

let url: string;
let database: Database;
let lifecycle: TaskLifecycle;
let erasure: RecordErasure;
let close: () => Promise<void>;
beforeAll(async () => {
  url = await freshDatabase();
  database = await connectDatabase({ url, poolSize: 4, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  const redis = await connectResultCache(await freshRedisUrl(), 'test', () => undefined);
  const connection = { broker: await freshRedisUrl(), connectionName: 'test', role: 'producer' } as const;
  const [queue, cache, logger] = [
    await AnalysisQueue.connect(connection),
    new ResultCache(redis),
    createLogger({ name: 'test', level: 'silent' }),
  ];
  lifecycle = new TaskLifecycle({ database, queue, cache, logger });
  const store = await openAudioStore(audioStoreUrl);
  erasure = new RecordErasure({ database, queue, cache, store, logger }, lifecycle);
  close = async () => {
    redis.disconnect();
    await queue.close();
    await database.close();
  };
});
afterAll(() => close());

/** A record of the patient with a result. */
async function analysed(): Promise<{ recordId: string; taskId: string }> {
  const [recordId, taskId] = [randomUUID(), randomUUID()];
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
     values ($1, $2, $3, 'recorded', 'recordings/x.wav')`,
    [recordId, seedIds.patient, seedIds.chineseSentence],
  );
  await lifecycle.accept({ taskId, caller, practiceRecordId: recordId, params: { note }, idempotency: null });
  await claimTask(database, taskId, 'worker@one');
  const analysis = {
    analysisResult: { suggestions: note },
    analysisModelVersion: '1',
    audioDurationSeconds: 1,
    steps: [],
  };
  await succeedTask(database, { taskId, attempt: 1, resultId: randomUUID(), ...analysis });
  return { recordId, taskId };
}

/** The tables of a database in which a text occurs. */
async function tablesWith(text: string, at: string): Promise<string[]> {
  const restored = await connectDatabase({ url: at, poolSize: 2, applicationName: 'test' });
  const tables = await restored.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await restored.query(`select from ${name} t where strpos(t::text, $1) > 0 limit 1`, [text]);
    if (rows.length > 0) found.push(name);
  }
  await restored.close();
  return found;
}

it('what was erased after a backup is erased again when the backup is restored, and the rest is there', async () => {
  const [erased, kept] = [await analysed(), await analysed()];
  const folder = join(backups.path, 'one');
  await backUp(url, folder);
  await erasure.erase(erased.recordId, caller);

  const target = await freshDatabase();
  expect(await restoreBackup(folder, target, audioStoreUrl)).toMatchObject({ erasures: 1 });
  expect(await tablesWith(erased.recordId, target)).toEqual(['erasures']);
  expect(await tablesWith(erased.taskId, target)).toEqual(['erasures']);
  expect(await tablesWith(kept.recordId, target)).toEqual(['ai_analysis_tasks', 'practice_records']);
  const restored = await connectDatabase({ url: target, poolSize: 2, applicationName: 'test' });
  const noted = 'select practice_record_id, erased_by, role, swept_at, audio_key from erasures';
  // Not swept yet: the recording may have come back with a backup of the audio store.
  expect(await restored.query(noted)).toEqual([
    {
      ...{ practice_record_id: erased.recordId, erased_by: seedIds.patient, role: 'patient', swept_at: null },
      audio_key: 'recordings/x.wav',
    },
  ]);
  await restored.close();
});

it('a restore fails, and restores nothing, when a tombstone cannot be read', async () => {
  const { recordId } = await analysed();
  const folder = join(backups.path, 'two');
  await backUp(url, folder);
  await erasure.erase(recordId, caller);
  await writeFile(join(audio.path, `erasures/${recordId}.json`), '{}');
  const target = await freshDatabase();
  await expect(restoreBackup(folder, target, audioStoreUrl)).rejects.toThrow(`erasures/${recordId}.json`);
  expect(await tablesWith(recordId, target)).toEqual([]);
});
