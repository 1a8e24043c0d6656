import { runStatement } from '@vocalborn/database';
import type { StoreDependencies } from './dependencies.js';

/** Recordings per statement: their objects are removed before the next. */
const batchSize = 100;

/** Statements per round: other duties wait for its end. */
const batchesPerRound = 5;

/**
 * The record stays, with its scores. A record whose analysis waits or runs keeps its recording until that has ended. A
 * record is locked by a submission or an upload for a moment only; it is left for the next round. Index:
 * practice_records_with_audio.
 */
const statement = {
  name: 'forget-old-audio',
  text: `
    with old as (
      select practice_record_id, audio_key from practice_records
      where audio_key is not null and created_at < now() - $1 * interval '1 day'
        and updated_at < now() - $1 * interval '1 day' and record_status not in ('ai_queued', 'ai_processing')
      order by created_at limit $2
      for update skip locked
    )
    update practice_records r set audio_key = null, audio_deleted_at = now(), updated_at = now()
    from old where r.practice_record_id = old.practice_record_id
    returning old.audio_key`,
};

/**
 * Deletes recordings of records that were neither uploaded nor analysed within the retention, at most 500 in a round.
 *
 * Crash after the statement, or the audio store is away: the objects have no record any more, and `removeOrphanedAudio`
 * removes them.
 * @returns the number of recordings deleted
 * @throws AudioStoreError
 */
export async function deleteOldAudio({ database, store, logger, retention }: StoreDependencies): Promise<number> {
  const { audioDays: days } = retention;
  if (days === null) return 0;
  await store.check();
  let deleted = 0;
  for (let batch = 0, last = batchSize; batch < batchesPerRound && last === batchSize; batch += 1, deleted += last) {
    const rows = await runStatement<{ audio_key: string }>(database, statement, [days, batchSize]);
    for (const { audio_key: key } of rows) await store.remove(key);
    last = rows.length;
  }
  if (deleted > 0) logger.info({ recordings: deleted, days }, 'deleted old recordings');
  return deleted;
}
