import { connectDatabase, migrate, seed, seedIds, type Database } from '@vocalborn/database';
import { freshDatabase, waitFor } from '@vocalborn/system-harness';
import { historyAfter, type HistoryEntry } from '@vocalborn/task-ledger';
import { Subject } from 'rxjs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replayLimit, resume, type Gap } from './resume.js';

const busy = '00000000-0000-4000-8000-0000000000b1';
const quiet = '00000000-0000-4000-8000-0000000000b2';
let database: Database;

/** More events of one task than are ever told at once, and then one of another. */
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 4, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  for (const taskId of [busy, quiet]) {
    await database.query(
      `with record as (
         insert into practice_records (practice_record_id, user_id, sentence_id, record_status, audio_key)
         values (gen_random_uuid(), $1, $2, 'recorded', 'x')
         returning practice_record_id)
       insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id)
       select $3, $1, $1, practice_record_id from record`,
      [seedIds.patient, seedIds.chineseSentence, taskId],
    );
  }
  const insert = `insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
    select $1, 0, 'PENDING', 0, 'queued' from generate_series(1, $2::int)`;
  await database.query(insert, [busy, replayLimit + 5]);
  await database.query(insert, [quiet, 1]);
});
afterAll(() => database.close());

function listen(after: string, taskId?: string) {
  const live = new Subject<HistoryEntry>();
  const heard: (HistoryEntry | Gap)[] = [];
  const subscription = resume({ database, live, after, taskId }).subscribe((entry) => heard.push(entry));
  const numbers = (): string[] => heard.map((entry) => ('after' in entry ? `gap after ${entry.after}` : entry.eventId));
  return { live, heard, numbers, stop: () => subscription.unsubscribe() };
}

it('tells what was missed, then what came meanwhile, each once', async () => {
  const missed = await historyAfter(database, '1000', [], 10);
  const { live, heard, numbers, stop } = listen('1000');
  live.next(missed.at(-1)!);
  live.next({ ...missed[0]!, eventId: '5000' });
  await waitFor(() => heard.length > missed.length, { what: 'all to be told' });
  live.next(missed.at(-1)!);
  live.next({ ...missed[0]!, eventId: '5001' });
  expect(numbers()).toEqual([...missed.map((entry) => entry.eventId), '5000', '5001']);
  stop();
});

it('says so when it leaves events out', async () => {
  const { numbers, stop } = listen('0');
  await waitFor(() => numbers().length > replayLimit, { what: 'all to be told' });
  expect(numbers()).toHaveLength(replayLimit + 1);
  expect(numbers().at(-1)).toBe(`gap after ${replayLimit}`);
  stop();
});

it('tells what one task missed, however much happened to others', async () => {
  const { heard, stop } = listen('0', quiet);
  await waitFor(() => heard.length > 0, { what: 'the event to be told' });
  expect(heard).toMatchObject([{ taskId: quiet, status: 'PENDING' }]);
  stop();
});

it('keeps nothing of a listener that has left, also when it left before all was read', () => {
  const { live, stop } = listen('0');
  expect(live.observed).toBe(true);
  stop();
  expect(live.observed).toBe(false);
});
