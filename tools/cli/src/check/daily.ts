import { formatKpi, holds, passText } from '@vocalborn/monitoring-rules';
import { figuresSince, taskValues } from '@vocalborn/monitor-store';
import { distinctServers, readRedisReport } from '@vocalborn/redis';
import { countFailedAttempts } from '@vocalborn/task-ledger';
import { listWorkers } from '@vocalborn/worker-control';
import { withCache, withDatabase, withQueue } from '../connections.js';
import type { Target } from '../target.js';
import { countErrorLines, type ErrorLines } from './error-log.js';
import { passIf, type Check, type CheckOptions, type Measured } from './item.js';

const daySeconds = 86_400;

export const dailyChecks: readonly Check[] = [
  { item: 'Workers online', threshold: 'at least 1, none lost', measure: workersOnline },
  { item: 'Queue length', threshold: passText('queueLong'), measure: queueLength },
  { item: 'Success rate (24 h)', threshold: passText('successesRare'), measure: successRate },
  { item: 'Redis memory', threshold: passText('redisMemoryShort'), measure: redisMemory },
  { item: 'Error log (24 h)', threshold: 'no errors', measure: errorLog },
];

async function workersOnline(target: Target): Promise<Measured> {
  const workers = await withCache(target, listWorkers);
  const online = workers.filter((worker) => worker.online).length;
  return judgeWorkers(online, workers.length - online);
}

/** A lost worker is only a warning: another worker takes over its tasks. */
export function judgeWorkers(online: number, lost: number): Measured {
  const measured = `${online} online, ${lost} offline within the hour`;
  if (holds('daily', 'noWorker', online))
    return { measured, outcome: 'fail', advice: 'start a worker; `vocalborn doctor` shows details' };
  return { measured, outcome: holds('daily', 'workersLost', lost) ? 'warn' : 'pass' };
}

async function queueLength(target: Target): Promise<Measured> {
  const { waiting, paused } = await withQueue(target, (queue) => queue.counts());
  return judgeQueueLength(waiting + paused);
}

export const judgeQueueLength = (length: number): Measured =>
  passIf(!holds('daily', 'queueLong', length), String(length), 'add workers, or run `vocalborn doctor`');

async function successRate(target: Target): Promise<Measured> {
  const since = new Date(Date.now() - daySeconds * 1000);
  const figures = await withDatabase(target, (database) => figuresSince(database, since));
  return judgeSuccessRate(taskValues(figures, 24).success_rate, figures.succeeded + figures.failed);
}

/** @param rate percent; null when no task ended */
export function judgeSuccessRate(rate: number | null, ended: number): Measured {
  if (rate === null) return { measured: 'no task ended', outcome: 'pass' };
  const measured = `${formatKpi(rate, 'percent')} of ${ended}`;
  return passIf(
    !holds('daily', 'successesRare', rate),
    measured,
    'list the failures: `vocalborn tasks list --state FAILURE --since 24h`',
  );
}

async function redisMemory(target: Target): Promise<Measured> {
  const [broker, cache] = await Promise.all([
    withQueue(target, (queue) => queue.server.report()),
    withCache(target, (redis) => redis.info()),
  ]);
  return judgeRedisMemory(distinctServers([broker, cache].map(readRedisReport)));
}

/** Judges the fullest server. A server without `maxmemory` counts as empty. */
export function judgeRedisMemory(
  servers: readonly { readonly usedMemory: number; readonly maxMemory: number | null }[],
): Measured {
  const usages = servers.map(({ usedMemory, maxMemory }) => (maxMemory ? (100 * usedMemory) / maxMemory : 0));
  const usage = Math.max(...usages);
  const used = servers.map(({ usedMemory }) => formatKpi(usedMemory, 'bytes')).join(', ');
  return passIf(
    !holds('daily', 'redisMemoryShort', usage),
    `${formatKpi(usage, 'percent')} (${used})`,
    '`vocalborn results purge`, or raise maxmemory',
  );
}

/** Counts unclassified failures in the ledger, and error lines where log files are readable. */
async function errorLog(target: Target, options: CheckOptions): Promise<Measured> {
  const failed = await withDatabase(target, (database) => countFailedAttempts(database, daySeconds));
  const unforeseen = failed
    .filter(({ kind }) => kind === 'unclassified')
    .reduce((sum, { attempts }) => sum + attempts, 0);
  return judgeErrors(unforeseen, countErrorLines(options.logs, daySeconds));
}

/** @param lines null when there are no log files on this machine */
export function judgeErrors(unforeseen: number, lines: ErrorLines | null): Measured {
  const files = lines === null ? 'no log files here (--logs)' : `${lines.errors} error lines in ${lines.files} files`;
  const measured = `${files}; ${unforeseen} unclassified failures`;
  return passIf(
    !holds('daily', 'errorsLogged', unforeseen + (lines?.errors ?? 0)),
    measured,
    lines?.latest ?? 'read the logs of the workers',
  );
}
