import { openAudioStore } from '@vocalborn/audio-store';
import { restore, type BackupManifest } from '@vocalborn/database';
import { readTombstones } from '@vocalborn/personal-data';
import type { Command } from 'commander';
import { answering, type Answer, type Input } from './answer.js';
import { databaseUrl } from './connections.js';
import { wrongUse } from './failures.js';

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description('restore a backup into the empty database of DATABASE_URL, and erase again what was erased since')
    .argument('<folder>', 'the folder of the backup')
    .action(answering(run));
}

async function run({ target, args }: Input<object>): Promise<Answer> {
  const [folder = ''] = args;
  const { AUDIO_STORE_URL: audioStoreUrl } = target;
  if (audioStoreUrl === undefined) {
    throw wrongUse('AUDIO_STORE_URL is not set', 'export the value that the gateway uses: the erasures are read there');
  }
  const { takenAt, tables, erasures } = await restoreBackup(folder, databaseUrl(target), audioStoreUrl);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return {
    json: { taken_at: takenAt, tables: tables.length, rows, erasures },
    text: `Restored the backup of ${takenAt}: ${tables.length} tables, ${rows} rows. Applied ${erasures} erasures.`,
  };
}

/**
 * Restores a backup without what was erased since it was taken.
 * @returns what was restored, and how many erasures are known
 * @throws Error when the database is not empty, or a tombstone cannot be read; nothing is restored then
 */
export async function restoreBackup(
  folder: string,
  url: string,
  audioStoreUrl: string,
): Promise<BackupManifest & { readonly erasures: number }> {
  const store = await openAudioStore(audioStoreUrl);
  await store.check();
  let erasures = 0;
  const counted = async function* () {
    for await (const batch of readTombstones(store)) {
      erasures += batch.length;
      yield batch;
    }
  };
  const manifest = await restore(folder, url, counted());
  return { ...manifest, erasures };
}
