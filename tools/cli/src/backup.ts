import { backUp } from '@vocalborn/database';
import { InvalidArgumentError, type Command } from 'commander';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answering, type Answer, type Input } from './answer.js';
import { databaseUrl, reasonOf } from './connections.js';
import { unreachable } from './failures.js';

interface BackupOptions {
  readonly keepDays?: number;
}

const dayMs = 86_400_000;

/** The time of a backup as the name of its folder: no colon, which some file systems refuse. */
const folderForm = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z$/;

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('back up the database of DATABASE_URL into a new folder that is named by the time')
    .argument('<folder>', 'the folder of all backups')
    .option('--keep-days <days>', 'then remove the backups in it that are older', readDays)
    .action(answering(run));
}

/** @throws InvalidArgumentError unless the text is a whole number from 1 to 36500 */
function readDays(text: string): number {
  const days = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > 36_500) throw new InvalidArgumentError('It must be a whole number of days from 1 to 36500.');
  return days;
}

async function run({ target, options, args }: Input<BackupOptions>): Promise<Answer> {
  const [folder = ''] = args;
  const written = await writeBackup(databaseUrl(target), folder, options.keepDays ?? null).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'ECONNREFUSED') throw error;
    throw unreachable(`Postgres cannot be reached: ${reasonOf(error)}`, 'start it, or correct the address');
  });
  const { tables, rows, removed } = written;
  const then = removed.length === 0 ? '' : ` Removed ${removed.length} old ${removed.length === 1 ? 'one' : 'ones'}.`;
  return { json: written, text: `Backed up ${tables} tables, ${rows} rows into ${written.folder}.${then}` };
}

/** The result of a backup. */
export interface WrittenBackup {
  readonly folder: string;
  readonly tables: number;
  readonly rows: number;
  /** The names of the backups that were removed. */
  readonly removed: readonly string[];
}

/**
 * Backs up a database, then removes old backups. When the backup fails, nothing is removed.
 * @param folder holds the backups, each in a folder of its own
 * @param keepDays days after which a backup is removed; null keeps all
 */
export async function writeBackup(url: string, folder: string, keepDays: number | null): Promise<WrittenBackup> {
  const now = new Date();
  const own = join(
    folder,
    now
      .toISOString()
      .replace(/\.\d+Z$/, 'Z')
      .replaceAll(':', '-'),
  );
  const { tables } = await backUp(url, own);
  const removed = keepDays === null ? [] : await removeBefore(folder, now.getTime() - keepDays * dayMs);
  return { folder: own, tables: tables.length, rows: tables.reduce((sum, table) => sum + table.rows, 0), removed };
}

/** Leaves everything that is not named as a backup. */
async function removeBefore(folder: string, oldest: number): Promise<string[]> {
  const names = await readdir(folder);
  const timeOf = (name: string): number => Date.parse(name.replace(folderForm, '$1T$2:$3:$4Z'));
  const old = names.filter((name) => folderForm.test(name) && timeOf(name) < oldest);
  await Promise.all(old.map((name) => rm(join(folder, name), { recursive: true })));
  return old.toSorted();
}
