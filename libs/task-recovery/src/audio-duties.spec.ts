import { AudioStoreError } from '@vocalborn/audio-store';
import { seedIds } from '@vocalborn/database';
import { acceptTask, claimTask, failTask } from '@vocalborn/task-ledger';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { deleteOldAudio } from './delete-old-audio.js';
import { failed, openStage } from './fixtures/stage.js';
import { removeOrphanedAudio } from './remove-orphaned-audio.js';

const stage = await openStage();
const { database, dependencies } = stage;
const { store } = dependencies;
const retention = { taskDays: null, audioDays: 30, accessDays: null };
const caller = { userId: seedIds.patient, role: 'patient' } as const;

beforeEach(() => database.query('delete from recovery_rounds'));

async function object(key: string, hoursAgo = 0): Promise<string> {
  await store.put(key, Readable.from(['recorded']), { maxBytes: 100 });
  const at = new Date(Date.now() - hoursAgo * 3_600_000);
  await utimes(join(stage.audioFolder, key), at, at);
  return key;
}
const isStored = async (key: string): Promise<boolean> =>
  store.fetch(key, { maxBytes: 100 }).then(
    () => true,
    () => false,
  );
const newKey = (): string => `recordings/2024-06-01/${randomUUID()}.wav`;

async function record(daysAgo: number, hoursAgo = daysAgo * 24): Promise<{ recordId: string; key: string }> {
  const [recordId, key] = [randomUUID(), await object(newKey(), hoursAgo)];
  await database.query(
    `insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key, audio_duration,
       created_at, updated_at)
     values ($1, $2, $3, 'recorded', $4, 3.5, now() - $5 * interval '1 day', now() - $5 * interval '1 day')`,
    [recordId, seedIds.patient, seedIds.chineseSentence, key, daysAgo],
  );
  return { recordId, key };
}
const rowOf = async (recordId: string) => {
  const [row] = await database.query('select * from practice_records where practice_record_id = $1', [recordId]);
  return row;
};
const submit = (practiceRecordId: string) =>
  acceptTask(database, { taskId: randomUUID(), caller, practiceRecordId, params: {}, idempotency: null });

describe('the retention of recordings', () => {
  it('deletes the recordings of old records and keeps the records', async () => {
    const [old, recent] = [await record(31), await record(29)];
    expect(await deleteOldAudio({ ...dependencies, retention })).toBe(1);
    expect([await isStored(old.key), await isStored(recent.key)]).toEqual([false, true]);
    const kept = {
      audio_key: null,
      audio_duration: 3.5,
      record_status: 'recorded',
      audio_deleted_at: expect.any(Date),
    };
    expect(await rowOf(old.recordId)).toMatchObject(kept);
    expect(await deleteOldAudio({ ...dependencies, retention })).toBe(0);
  });

  it('keeps all without a limit', async () => {
    const old = await record(10_000);
    expect(await deleteOldAudio(dependencies)).toBe(0);
    expect(await isStored(old.key)).toBe(true);
    await deleteOldAudio({ ...dependencies, retention });
  });

  it('leaves a recording whose analysis waits or runs, and counts from its end', async () => {
    const { recordId, key } = await record(31);
    const accepted = await submit(recordId);
    if (accepted.outcome !== 'accepted') throw new Error(accepted.outcome);
    await database.query(`update practice_records set updated_at = now() - interval '31 days'`);
    expect(await deleteOldAudio({ ...dependencies, retention })).toBe(0);
    const { taskId } = accepted.snapshot;
    const claim = await claimTask(database, taskId, 'worker@one');
    await failTask(database, { ...failed, taskId, attempt: claim!.snapshot.attempt });
    expect(await deleteOldAudio({ ...dependencies, retention })).toBe(0);
    expect(await isStored(key)).toBe(true);
  });

  it('deletes more than one batch in a round', async () => {
    const olds = await Promise.all(Array.from({ length: 120 }, () => record(31)));
    expect(await deleteOldAudio({ ...dependencies, retention })).toBe(120);
    expect((await Promise.all(olds.map(({ key }) => isStored(key)))).some(Boolean)).toBe(false);
  });

  it('makes a later submission of the record a refusal for want of a recording', async () => {
    const { recordId } = await record(31);
    await deleteOldAudio({ ...dependencies, retention });
    expect(await submit(recordId)).toEqual({ outcome: 'record-without-audio' });
  });

  it('deletes nothing while the store is away; what a crash leaves of it is an orphan', async () => {
    const { recordId, key } = await record(31);
    const away = (): Promise<never> => Promise.reject(new AudioStoreError('unavailable', 'away'));
    const broken = { ...bound(), check: away };
    await expect(deleteOldAudio({ ...dependencies, retention, store: broken })).rejects.toThrow('away');
    expect(await rowOf(recordId)).toMatchObject({ audio_key: key });
    await expect(deleteOldAudio({ ...dependencies, retention, store: { ...bound(), remove: away } })).rejects.toThrow();
    expect(await isStored(key)).toBe(true);
    await removeOrphanedAudio(dependencies);
    await removeOrphanedAudio(dependencies);
    expect(await isStored(key)).toBe(false);
  });

  const bound = () => ({
    put: store.put.bind(store),
    fetch: store.fetch.bind(store),
    list: store.list.bind(store),
    size: store.size.bind(store),
    read: store.read.bind(store),
    remove: store.remove.bind(store),
    check: store.check.bind(store),
  });
});

describe('the sweep of orphaned recordings', () => {
  /** A round looks at one page of one of the three folders. */
  const sweep = async (rounds = 3): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) await removeOrphanedAudio(dependencies);
  };

  it('removes what no row mentions and what an upload left that was cut off, when it is older than a day', async () => {
    const orphans = [await object(newKey(), 25), await object(`incoming/${randomUUID()}`, 25)];
    const fresh = [await object(newKey(), 23), await object(`incoming/${randomUUID()}`, 23)];
    const mentioned = await record(3, 72);
    await sweep();
    expect(await Promise.all(orphans.map(isStored))).toEqual([false, false]);
    expect(await Promise.all(fresh.map(isStored))).toEqual([true, true]);
    expect(await isStored(mentioned.key)).toBe(true);
  });

  it('removes examples of which no sentence became, and keeps those of sentences', async () => {
    const newExample = (): string => `examples/2024-06-01/${randomUUID()}.wav`;
    const [orphan, fresh, mentioned] = [
      await object(newExample(), 25),
      await object(newExample(), 23),
      await object(newExample(), 72),
    ];
    await database.query(
      `insert into sentences (sentence_id, text, language, example_audio_key) values ($1, '早安。', 'zh-TW', $2)`,
      [randomUUID(), mentioned],
    );
    await sweep();
    expect(await Promise.all([orphan, fresh, mentioned].map(isStored))).toEqual([false, true, true]);
  });

  it('keeps examples of sentences, tombstones and what it does not know', async () => {
    const example = await object(newKey(), 48);
    await database.query('update sentences set example_audio_key = $1 where sentence_id = $2', [
      example,
      seedIds.chineseSentence,
    ]);
    const others = ['recordings/demo.wav', 'examples/a.wav', `erasures/${randomUUID()}.json`];
    const kept = [example, ...(await Promise.all(others.map((key) => object(key, 48))))];
    await sweep();
    expect(await Promise.all(kept.map(isStored))).toEqual(kept.map(() => true));
  });

  it('goes on where the previous round ended, and begins again after the last object', async () => {
    const keys = Array.from({ length: 510 }, () => newKey()).toSorted();
    for (const key of keys) await object(key, 0);
    const late = await object(`recordings/2024-06-02/${randomUUID()}.wav`, 25);
    await sweep(2);
    expect(await isStored(late)).toBe(true);
    await removeOrphanedAudio(dependencies);
    expect(await isStored(late)).toBe(false);
    const again = await object(keys[0]!, 25);
    await sweep(3);
    expect(await isStored(again)).toBe(false);
  });
});
