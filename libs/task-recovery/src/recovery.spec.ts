import { describe, expect, it } from 'vitest';
import { waitFor } from '@vocalborn/system-harness';
import { beginDueDuties, retrySoon } from './due-duties.js';
import { failed, openStage } from './fixtures/stage.js';
import { claimTask, failTask, findTask } from '@vocalborn/task-ledger';
import type { ResultCache } from '@vocalborn/result-cache';
import { Recovery } from './recovery.js';

const stage = await openStage();
const { database } = stage;

describe('the rounds of recovery', () => {
  const often = { requeueLost: 1_000, retention: 60_000 };
  const timePasses = (milliseconds: number) =>
    database.query(`update recovery_rounds set begun_at = begun_at - $1 * interval '1 millisecond'`, [milliseconds]);

  it('are due when the interval of a duty is over, whoever did it last', async () => {
    await database.query('delete from recovery_rounds');
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
    expect(await beginDueDuties(database, often)).toEqual([]);
    await timePasses(1_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost']);
    await timePasses(60_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
  });

  it('are due again soon when a duty failed', async () => {
    await database.query('delete from recovery_rounds');
    await beginDueDuties(database, often);
    await retrySoon(database, 'requeueLost', often.requeueLost);
    await retrySoon(database, 'retention', often.retention);
    expect(await beginDueDuties(database, often)).toEqual([]);
    await timePasses(1_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost']);
    await timePasses(5_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
  });

  it('are due at once when the clock was set back', async () => {
    await timePasses(-3_600_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
    expect(await beginDueDuties(database, often)).toEqual([]);
  });
});

describe('recovery', () => {
  it('does all its duties by itself, also when some of them fail', async () => {
    await database.query('delete from recovery_rounds');
    const [lost, old] = [await stage.accepted(), await stage.accepted()];
    const claim = await claimTask(database, old, 'worker@one');
    await failTask(database, { ...failed, taskId: old, attempt: claim!.snapshot.attempt });
    await stage.endedAgo(old, 40 * 86_400);
    await stage.aMinutePasses();
    const cacheIsAway = {
      endingsCheckpoint: () => Promise.reject(new Error('away')),
      write: () => Promise.reject(new Error('away')),
    } as unknown as ResultCache;
    const recovery = new Recovery({ ...stage.dependencies, cache: cacheIsAway }, stage.dependencies.store);
    recovery.start();
    await waitFor(async () => (await findTask(database, old)) === null, { what: 'the old task to be dropped' });
    await waitFor(async () => (await stage.dependencies.queue.hasJobs([lost]))[0], {
      what: 'the lost task to be queued',
    });
    await recovery.stop();
    const rounds = await database.query<{ duty: string }>('select duty from recovery_rounds order by duty');
    expect(rounds.map(({ duty }) => duty)).toEqual([
      'correctCache',
      'deleteOldAudio',
      'dropOldAccesses',
      'dropOldTasks',
      'finishErasures',
      'removeOrphanedAudio',
      'removeOrphanedJobs',
      'requeueLost',
      'requeueUnqueued',
      'reviewCache',
      'tidyWebhookDeliveries',
    ]);
  });

  it('leaves the duties of the audio store to others in a process that must not change it', async () => {
    await database.query('delete from recovery_rounds');
    const recovery = new Recovery(stage.dependencies, null);
    recovery.start();
    const begun = async () => (await database.query<{ duty: string }>('select duty from recovery_rounds')).length === 8;
    await waitFor(begun, { what: 'the other duties to be begun' });
    await recovery.stop();
    const left = ['finishErasures', 'deleteOldAudio', 'removeOrphanedAudio'];
    expect(await database.query('select from recovery_rounds where duty = any ($1)', [left])).toEqual([]);
  });
});
