import { holds, limitOf } from './health-conditions.js';
import { reason, type Reason } from './reason.js';

/** What happened to tasks within one minute, and the figures of that minute. */
export interface Minute {
  readonly started: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly retried: number;
  readonly queue_length: number | null;
  readonly longest_wait_time: number | null;
}

/** Fewer retries than this say nothing about a rate. */
const leastRetries = 3;

/** Minutes that count as recent. */
const recentMinutes = limitOf('dashboard', 'nothingStarts');

/**
 * Judges the latest minutes, the oldest first and the last one not over yet. Rates over hours would hide for long that
 * nothing succeeds any more.
 */
export function judgeMinutes(minutes: readonly Minute[]): Reason[] {
  const { attempts, isService } = failuresInARow(minutes);
  const failing = isService ? 'nothingSucceeds' : 'recordingsFail';
  if (holds('dashboard', failing, attempts)) return [reason(failing, { attempts })];
  const stalled = stalledMinutes(minutes);
  if (holds('dashboard', 'nothingStarts', stalled)) return [reason('nothingStarts', { minutes: stalled })];
  return [...judgeRetries(minutes), ...judgeWaits(minutes)];
}

/**
 * Attempts that failed after the minute of the last success. A failure that a recording causes is not retried, so one
 * retry among them shows that something else is at fault.
 */
function failuresInARow(minutes: readonly Minute[]): { readonly attempts: number; readonly isService: boolean } {
  const since = minutes.slice(minutes.findLastIndex(({ succeeded }) => succeeded > 0) + 1);
  const retried = sum(since, (minute) => minute.retried);
  return { attempts: retried + sum(since, ({ failed }) => failed), isService: retried > 0 };
}

/** Number of recent whole minutes in which tasks waited and none was started; 0 when any of them differs. */
function stalledMinutes(minutes: readonly Minute[]): number {
  const whole = minutes.slice(-1 - recentMinutes, -1);
  const isStalled = ({ queue_length: queue, started, succeeded }: Minute): boolean =>
    (queue ?? 0) > 0 && started + succeeded === 0;
  return whole.every(isStalled) && minutes.at(-1)?.started === 0 ? whole.length : 0;
}

function judgeRetries(minutes: readonly Minute[]): Reason[] {
  const latest = minutes.slice(-recentMinutes);
  const retried = sum(latest, (minute) => minute.retried);
  const ended = retried + sum(latest, ({ succeeded, failed }) => succeeded + failed);
  const percent = ended === 0 ? 0 : (100 * retried) / ended;
  const isFrequent = retried >= leastRetries && holds('dashboard', 'retriesFrequent', percent);
  return isFrequent ? [reason('retriesFrequent', { percent: Math.round(percent) })] : [];
}

function judgeWaits(minutes: readonly Minute[]): Reason[] {
  const longest = Math.max(...minutes.slice(-recentMinutes).map((minute) => minute.longest_wait_time ?? 0), 0);
  return holds('dashboard', 'waitLong', longest)
    ? [reason('waitLong', { time: { seconds: Math.round(longest) } })]
    : [];
}

const sum = (minutes: readonly Minute[], read: (minute: Minute) => number): number =>
  minutes.reduce((total, minute) => total + read(minute), 0);
