import { monitor } from '@vocalborn/client';
import { formatKpi } from '@vocalborn/monitoring-rules';
import { figuresInSteps, taskValues } from '@vocalborn/monitor-store';
import { purgeResultCache } from '@vocalborn/result-cache';
import { databaseUrl, withCache, withDatabase } from '../connections.js';
import { drillRestore } from '../drill.js';
import { MonitorClient } from '../monitor-client.js';
import type { Target } from '../target.js';
import { backUpConfiguration } from './configuration-backup.js';
import { passIf, type Check, type CheckOptions, type Measured } from './item.js';

const hourSeconds = 3_600;
const weekSeconds = 7 * 86_400;

export const weeklyChecks: readonly Check[] = [
  { item: 'Expired task results purged', threshold: 'none left', measure: purgeExpired },
  {
    item: 'Processing time, week over week',
    threshold: '< 20% slower, fails from 50%',
    measure: processingWeekOverWeek,
  },
  { item: 'Alert rules', threshold: 'the rule file is valid', measure: reviewAlerts },
  { item: 'Configuration backed up', threshold: 'written and read back', measure: configuration },
  { item: 'Restore drill', threshold: 'every table is the same', measure: restoreDrill },
];

async function purgeExpired(target: Target): Promise<Measured> {
  const { seen, dropped } = await withCache(target, (cache) => purgeResultCache(cache, 'expired'));
  return { measured: `${dropped} of ${seen} entries deleted`, outcome: 'pass' };
}

/**
 * Start of two steps of a week each. Steps begin at a whole hour, so the start is one hour later than two weeks ago:
 * the second step then includes the present hour.
 */
export const startOfWeekOverWeek = (now: number): Date => new Date(now - (2 * weekSeconds - hourSeconds) * 1000);

async function processingWeekOverWeek(target: Target): Promise<Measured> {
  const from = startOfWeekOverWeek(Date.now());
  const steps = await withDatabase(target, (database) => figuresInSteps(database, from, weekSeconds));
  const [before, now] = steps.map((step) => taskValues(step, weekSeconds / 3_600).avg_processing_time);
  return judgeWeekOverWeek(before ?? null, now ?? null);
}

/** Compares mean processing times in seconds: from 20 % slower a warning, from 50 % a failure. */
export function judgeWeekOverWeek(before: number | null, now: number | null): Measured {
  const [was, is] = [before, now].map((seconds) => formatKpi(seconds, 'seconds'));
  const measured = `${was} → ${is}`;
  if (before === null || now === null) return { measured: `${measured} (too little to compare)`, outcome: 'pass' };
  const change = (100 * (now - before)) / before;
  const outcome = change < 20 ? 'pass' : change < 50 ? 'warn' : 'fail';
  const advice =
    outcome === 'pass' ? {} : { advice: 'run `vocalborn report --window 14d` and check the load of the ai-service' };
  return { measured: `${measured} (${change >= 0 ? '+' : ''}${change.toFixed(0)} %)`, outcome, ...advice };
}

/** Reviews the rules that the monitor uses; the monitor's environment names the file. */
async function reviewAlerts(target: Target): Promise<Measured> {
  const { rules, rules_file: file } = await new MonitorClient(target).ask(monitor.readAlerts);
  const measured = `${rules.length} rules of ${file.path}`;
  if (file.error === null) return { measured, outcome: 'pass' };
  return {
    measured: `${measured}, of the last valid version: ${file.error}`,
    outcome: 'fail',
    advice: 'correct the file',
  };
}

async function configuration(target: Target, { backupFolder }: CheckOptions): Promise<Measured> {
  const { file, settings } = await backUpConfiguration(target, backupFolder);
  return { measured: `${settings} settings in ${file}`, outcome: 'pass' };
}

async function restoreDrill(target: Target): Promise<Measured> {
  const { ok, tables, seconds } = await drillRestore(databaseUrl(target), {});
  const rows = tables.reduce((sum, row) => sum + row.rows, 0);
  const measured = `${tables.length} tables, ${rows} rows, restored in ${seconds.restore.toFixed(1)} s`;
  return passIf(ok, measured, 'run `vocalborn drill restore` to see the tables that differ');
}
