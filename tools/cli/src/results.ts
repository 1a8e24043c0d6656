import { countResultCache, purgeResultCache } from '@vocalborn/result-cache';
import type { Command } from 'commander';
import { answering, confirm, type Answer, type Input } from './answer.js';
import { withCache } from './connections.js';

interface PurgeOptions {
  readonly all?: boolean;
  readonly yes?: boolean;
}

export function addResults(program: Command): void {
  program
    .command('results')
    .description('the result cache in Redis (celery-task-meta-*)')
    .command('purge')
    .description('delete entries that should have expired; results in Postgres stay')
    .option('--all', 'delete every entry; polls are then answered from Postgres until the next change of the task')
    .option('--yes', 'do not ask for confirmation')
    .action(answering(purge));
}

async function purge({ target, options }: Input<PurgeOptions>): Promise<Answer> {
  return withCache(target, async (cache) => {
    const which = options.all ? 'all' : 'expired';
    if (options.all) await confirm(`Delete all ${(await countResultCache(cache)).entries} entries?`, options.yes);
    const { seen, dropped } = await purgeResultCache(cache, which);
    return { json: { which, seen, dropped }, text: `${dropped} of ${seen} entries deleted (${which}).` };
  });
}
