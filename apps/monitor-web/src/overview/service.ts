import type { Point } from '../api/kpis.js';
import type { WorkerRow } from '../api/live-tables.js';
import { reachesAiService } from '../workers/reaches-ai-service.js';
import type { Reason } from './judge.js';

/** Tries without a success from which on the ai-service is at fault rather than a recording or two. */
const manyTries = 3;

/** Whole minutes in which waiting tasks must have been begun. */
const minutesOfWait = 5;

/** Seconds that a patient may be kept waiting for the begin of an analysis. */
const longWaitSeconds = minutesOfWait * 60;

/** Share of tries that failed and are followed by another, from which on something is wrong. */
const highRetryRate = 0.5;

/**
 * What the workers tell of the ai-service: of their circuit to it, and whether it answers them. Those of an earlier
 * version do not tell, and count for nothing.
 */
export function ofAiService(workers: readonly WorkerRow[]): Reason[] {
  const online = workers.filter(({ status }) => status === 'online');
  const told = online.map(reachesAiService).filter((reaches) => reaches !== null);
  const broken = told.filter((reaches) => !reaches).length;
  if (broken === 0) return [];
  if (broken === told.length) return [{ level: 'critical', kind: 'ai-service' }];
  return [{ level: 'warning', kind: 'ai-service-partly', broken, online: online.length }];
}

/** What the latest minutes tell, oldest first. Rates over hours would hide for long that nothing succeeds any more. */
export function ofMinutes(points: readonly Point[]): Reason[] {
  const { tries, isService } = triesInVain(points);
  if (tries >= manyTries) return [{ level: isService ? 'critical' : 'warning', kind: 'nothing-succeeds', tries }];
  if (isStalled(points)) return [{ level: 'critical', kind: 'nothing-begins', minutes: minutesOfWait }];
  return [...ofRetries(points), ...ofWaits(points)];
}

/**
 * Tries that failed, for good or to be retried, after the minute of the last success. What a recording is to blame for is
 * not retried.
 */
function triesInVain(points: readonly Point[]): { readonly tries: number; readonly isService: boolean } {
  const since = points.slice(points.findLastIndex(({ succeeded }) => succeeded > 0) + 1);
  const retried = sum(since, (point) => point.retried);
  return { tries: retried + sum(since, ({ failed }) => failed), isService: retried > 0 };
}

/** Whether tasks waited through whole minutes in which none was begun and none succeeded; the last minute is not over. */
function isStalled(points: readonly Point[]): boolean {
  const whole = points.slice(-1 - minutesOfWait, -1);
  const stood = ({ queue_length: queue, started, succeeded }: Point): boolean =>
    (queue ?? 0) > 0 && started + succeeded === 0;
  return whole.length === minutesOfWait && whole.every(stood) && points.at(-1)?.started === 0;
}

function ofRetries(points: readonly Point[]): Reason[] {
  const latest = points.slice(-minutesOfWait);
  const retried = sum(latest, (point) => point.retried);
  const ended = retried + sum(latest, ({ succeeded, failed }) => succeeded + failed);
  const isHigh = retried >= manyTries && retried / ended >= highRetryRate;
  return isHigh ? [{ level: 'warning', kind: 'many-retries', percent: Math.round((100 * retried) / ended) }] : [];
}

function ofWaits(points: readonly Point[]): Reason[] {
  const longest = Math.max(...points.slice(-minutesOfWait).map((point) => point.longest_wait_time ?? 0), 0);
  return longest > longWaitSeconds ? [{ level: 'warning', kind: 'long-wait', seconds: Math.round(longest) }] : [];
}

const sum = (points: readonly Point[], read: (point: Point) => number): number =>
  points.reduce((total, point) => total + read(point), 0);
