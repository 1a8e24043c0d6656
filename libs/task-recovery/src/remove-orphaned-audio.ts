import { runStatement, type Database } from '@vocalborn/database';
import type { StoreDependencies } from './dependencies.js';
import { readPosition, writePosition } from './duty-position.js';

/** Objects per round. */
const pageSize = 500;

/** An upload ends within a day (UPLOAD_TIMEOUT_SECONDS) and its row is written at once, or once the ai-service checked it; its bytes are younger still. */
const safeAgeMs = 24 * 3_600_000;

/** Folders of the audio store, and the form of the keys that the application gives there. Anything else is left alone. */
const folders = [
  { name: 'incoming', keys: /^incoming\/[0-9a-f-]{36}$/ },
  { name: 'recordings', keys: /^recordings\/\d{4}-\d\d-\d\d\/[0-9a-f-]{36}(-[0-9a-f-]{36})?\.[a-z0-9]+$/ },
  { name: 'examples', keys: /^examples\/\d{4}-\d\d-\d\d\/[0-9a-f-]{36}\.[a-z0-9]+$/ },
] as const;

/** Indexes: practice_records_by_audio. There are few sentences. */
const findOrphans = {
  name: 'find-orphaned-audio',
  text: `
    select key from unnest((select $1::text[])) as key
    where not exists (select from practice_records r where r.audio_key = key)
      and not exists (select from sentences s where s.example_audio_key = key)`,
};

const duty = 'removeOrphanedAudio';

/**
 * Removes objects of the audio store that no row mentions and that are older than a day: what a gateway left that died
 * while it received or deleted a recording. Each call looks at the next 500 objects, whichever process made the previous
 * one; after the last one it begins again. The store must belong to this database alone.
 *
 * Crash before the position is written: the next call looks at the same objects.
 * @returns the number of objects removed
 * @throws AudioStoreError
 */
export async function removeOrphanedAudio({ database, store, logger }: StoreDependencies): Promise<number> {
  const reached = await readPosition(database, duty);
  const number = Math.max(
    folders.findIndex(({ name }) => reached?.startsWith(`${name}/`)),
    0,
  );
  const folder = folders[number] ?? folders[0];
  const { objects, next } = await store.list(folder.name, { after: reached, limit: pageSize });
  const youngest = new Date(Date.now() - safeAgeMs);
  const old = objects.filter(({ key, modifiedAt }) => modifiedAt < youngest && folder.keys.test(key));
  const orphans = await orphansAmong(
    database,
    old.map(({ key }) => key),
  );
  for (const key of orphans) await store.remove(key);
  const following = folders[number + 1];
  await writePosition(database, duty, next ?? (following ? `${following.name}/` : null));
  if (orphans.length > 0) logger.warn({ objects: orphans.length }, 'removed recordings that belong to no record');
  return orphans.length;
}

async function orphansAmong(database: Database, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await runStatement<{ key: string }>(database, findOrphans, [keys]);
  return rows.map(({ key }) => key);
}
