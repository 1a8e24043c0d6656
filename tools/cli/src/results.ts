import { countResultCache, purgeResultCache } from '@vocalborn/result-cache';
import type { Command } from 'commander';
import { answering, type Answer, type Input } from './answer.js';
import { confirm } from './confirm.js';
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
    .description('drop entries that should have expired; the stored results in Postgres are never touched')
    .option('--all', 'drop every entry: polls are answered from Postgres until the next change of each task')
    .option('--yes', 'do not ask before dropping all')
    .action(answering(purge));
}

async function purge({ target, options }: Input<PurgeOptions>): Promise<Answer> {
  return withCache(target, async (cache) => {
    const which = options.all ? 'all' : 'expired';
    if (options.all) await confirm(`Drop all ${(await countResultCache(cache)).entries} entries?`, options.yes);
    const { seen, dropped } = await purgeResultCache(cache, which);
    return { json: { which, seen, dropped }, text: `${dropped} of ${seen} entries dropped (${which}).` };
  });
}
