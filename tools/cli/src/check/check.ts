import type { Command } from 'commander';
import { join } from 'node:path';
import { answering, type Answer, type Input } from '../answer.js';
import { table } from '../table.js';
import { workspaceRoot } from '../target.js';
import { dailyChecks } from './daily.js';
import { runChecks, type Check, type CheckedItem, type CheckOptions } from './item.js';
import { monthlyChecks } from './monthly.js';
import { weeklyChecks } from './weekly.js';

const checklists = {
  daily: { checks: dailyChecks, description: 'workers, queue, success rate, Redis memory, error log' },
  weekly: {
    checks: weeklyChecks,
    description: 'purge, trend, alert rules, configuration backup, restore drill',
  },
  monthly: { checks: monthlyChecks, description: 'performance, capacity, security, documentation, training' },
} as const satisfies Record<string, { readonly checks: readonly Check[]; readonly description: string }>;

export function addCheck(program: Command): void {
  const check = program.command('check').description('run a checklist; fails when an item fails');
  for (const [name, { checks, description }] of Object.entries(checklists)) {
    check
      .command(name)
      .description(description)
      .option('--logs <folder>', 'folder with the log files of the apps (default: the folder of `npm start`)')
      .option(
        '--backup-folder <folder>',
        'folder for backups of the configuration',
        join(workspaceRoot, '.local/backups'),
      )
      .action(
        answering(async ({ target, options }: Input<CheckOptions>) =>
          answerOf(name, await runChecks(checks, target, options)),
        ),
      );
  }
}

/** Renders a checklist as a table with advice and counts. Not ok when an item failed. */
export function answerOf(checklist: string, items: readonly CheckedItem[]): Answer {
  const ok = items.every(({ outcome }) => outcome !== 'fail');
  const rows = items.map(({ item, measured, threshold, outcome }) => [
    outcome.toUpperCase(),
    item,
    measured,
    threshold,
  ]);
  const advice = items.flatMap((item) => (item.advice === undefined ? [] : [`${item.item}: ${item.advice}`]));
  const count = (wanted: CheckedItem['outcome']): number => items.filter(({ outcome }) => outcome === wanted).length;
  const sum = `${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail, ${count('manual')} manual.`;
  const text = [
    table(['', 'ITEM', 'MEASURED', 'WANTED'], rows),
    ...(advice.length > 0 ? [advice.join('\n')] : []),
    sum,
  ];
  return { json: { checklist, ok, items }, text: text.join('\n\n'), ok };
}
