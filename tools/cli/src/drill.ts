import { backUp, compareWithBackup, createScratch, dropScratch, restore, wipeScratch } from '@vocalborn/database';
import type { Command } from 'commander';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answering, type Answer, type Input } from './answer.js';
import { databaseUrl, reasonOf } from './connections.js';
import { unreachable } from './failures.js';
import { table } from './table.js';

interface DrillOptions {
  readonly keep?: string;
  readonly scratchServer?: string;
}

/** The result of a drill. */
export interface DrillOutcome {
  readonly ok: boolean;
  readonly folder: string | null;
  readonly seconds: { readonly backup: number; readonly restore: number };
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly restored: number | null;
    readonly same: boolean;
  }[];
}

export function addDrill(program: Command): void {
  program
    .command('drill')
    .description('disaster-recovery drills')
    .command('restore')
    .description('back up, restore into a scratch database, wipe it, restore again, and compare every table')
    .option('--keep <folder>', 'keep the backup in this new folder')
    .option(
      '--scratch-server <url>',
      'create the scratch database on this server (default: the server of DATABASE_URL)',
    )
    .action(answering(drill));
}

async function drill({ target, options }: Input<DrillOptions>): Promise<Answer> {
  const outcome = await drillRestore(databaseUrl(target), options).catch((error: unknown) => {
    if ((error as { code?: string }).code === 'ECONNREFUSED') {
      throw unreachable(`Postgres cannot be reached: ${reasonOf(error)}`, 'start it, or correct the address');
    }
    throw error;
  });
  return { json: outcome, text: drillText(outcome), ok: outcome.ok };
}

export function drillText(outcome: DrillOutcome): string {
  const head = ['TABLE', 'ROWS', 'RESTORED', 'CHECKSUM'];
  const rows = outcome.tables.map((row) => [row.table, row.rows, row.restored, row.same ? 'same' : 'DIFFERENT']);
  const { backup, restore: restored } = outcome.seconds;
  const times = `Backup ${backup.toFixed(1)} s, restore ${restored.toFixed(1)} s.`;
  const kept = outcome.folder === null ? '' : ` The backup is in ${outcome.folder}.`;
  const verdict = outcome.ok ? 'Every table was restored unchanged.' : 'The restored database DIFFERS from the backup.';
  return `${table(head, rows)}\n\n${times}${kept}\n${verdict}`;
}

/** Runs the drill. Only reads the database, and removes the scratch database and the backup also after a failure. */
export async function drillRestore(url: string, options: DrillOptions): Promise<DrillOutcome> {
  const work = options.keep === undefined ? mkdtempSync(join(tmpdir(), 'vocalborn-drill-')) : null;
  const folder = options.keep ?? join(work ?? '', 'backup');
  const server = options.scratchServer ?? url;
  try {
    const [manifest, backup] = await timed(() => backUp(url, folder));
    const scratch = await createScratch(server);
    try {
      await restore(folder, scratch);
      await wipeScratch(scratch);
      const [, restoring] = await timed(() => restore(folder, scratch));
      const compared = await compareWithBackup(manifest, scratch);
      return {
        ok: compared.every(({ same }) => same),
        folder: options.keep ?? null,
        seconds: { backup, restore: restoring },
        tables: compared.map(({ table: name, rows, found, same }) => ({
          ...{ table: name, rows, same },
          restored: found?.rows ?? null,
        })),
      };
    } finally {
      await dropScratch(server, scratch);
    }
  } finally {
    if (work !== null) rmSync(work, { recursive: true, force: true });
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  return [await work(), (performance.now() - began) / 1000];
}
