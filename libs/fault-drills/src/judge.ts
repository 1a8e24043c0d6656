import { slowestNextAttempt, type RecoveryLimit, type Strike } from './recovery-time.js';

/** The ledger's facts about one task at the end of a drill. */
export interface TaskRow {
  readonly taskId: string;
  readonly status: string;
  readonly errorKind: string | null;
  readonly attempt: number;
  readonly results: number;
  /** Most SUCCESS events of one attempt. */
  readonly successesOfAnAttempt: number;
  readonly createdAtMs: number;
  readonly completedAtMs: number | null;
  /** When each attempt began. */
  readonly attemptsAtMs: readonly number[];
}

export interface Evidence {
  /** Task ids answered with 202, each with the final state that its client saw; null when it saw none. */
  readonly accepted: ReadonlyMap<string, { readonly final: string | null }>;
  readonly rows: readonly TaskRow[];
  /** States in the result cache, for tasks that have an entry. */
  readonly cached: ReadonlyMap<string, string>;
  /** Kinds of failure that the fault may cause. */
  readonly expectedKinds: readonly string[];
  /** Later tasks do not count for the gap, because the system was idle before them. */
  readonly loadOverAtMs: number;
  readonly strikes: readonly Strike[];
  readonly recovers: RecoveryLimit;
}

export interface Verdict {
  readonly accepted: number;
  readonly success: number;
  readonly failure: number;
  readonly failuresByKind: Readonly<Record<string, number>>;
  readonly unexpected: readonly string[];
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly stuck: readonly string[];
  /** Tasks whose state in Redis, or as seen by the client, contradicts Postgres. */
  readonly disagreeing: readonly string[];
  readonly retried: number;
  readonly longestGapMs: number;
  /** How long the slowest task that the fault hit waited for its next attempt; null when it hit none. */
  readonly slowestNextAttemptMs: number | null;
}

const finalStates = ['SUCCESS', 'FAILURE', 'REVOKED'];

export const isFinal = (status: string): boolean => finalStates.includes(status);

/** Compares what clients were promised with the ledger and the cache. */
export function judge(evidence: Evidence): Verdict {
  const { accepted, rows, cached, expectedKinds, loadOverAtMs, strikes, recovers } = evidence;
  const known = new Map(rows.map((row) => [row.taskId, row]));
  const failed = rows.filter((row) => row.status === 'FAILURE');
  const isExpected = (row: TaskRow): boolean => row.errorKind !== null && expectedKinds.includes(row.errorKind);
  const ids = (selected: readonly TaskRow[]): string[] => selected.map((row) => row.taskId);
  const expected = failed.filter(isExpected);
  return {
    accepted: accepted.size,
    success: rows.filter((row) => row.status === 'SUCCESS').length,
    failure: expected.length,
    failuresByKind: countByKind(failed),
    unexpected: ids(rows.filter((row) => row.status === 'REVOKED' || (row.status === 'FAILURE' && !isExpected(row)))),
    lost: [...accepted.keys()].filter((taskId) => !known.has(taskId)),
    duplicated: ids(rows.filter((row) => row.results > 1 || row.successesOfAnAttempt > 1 || isContradictory(row))),
    stuck: ids(rows.filter((row) => !isFinal(row.status))),
    disagreeing: ids(rows.filter((row) => contradicts(row, cached.get(row.taskId), accepted.get(row.taskId)?.final))),
    retried: rows.filter((row) => row.attempt > 1).length,
    longestGapMs: longestGap(rows.filter((row) => row.createdAtMs <= loadOverAtMs)),
    slowestNextAttemptMs: slowestNextAttempt(
      rows.map((row) => row.attemptsAtMs),
      strikes,
      recovers,
    ),
  };
}

/** Whether no task is unexpected, lost, duplicated, stuck or disagreeing. */
export function isClean(verdict: Verdict): boolean {
  const { unexpected, lost, duplicated, stuck, disagreeing } = verdict;
  return [unexpected, lost, duplicated, stuck, disagreeing].every((tasks) => tasks.length === 0);
}

/** A result without a success, or a success without its result. */
function isContradictory(row: TaskRow): boolean {
  return isFinal(row.status) && (row.status === 'SUCCESS') !== (row.results === 1);
}

function contradicts(row: TaskRow, cached: string | undefined, seen: string | null | undefined): boolean {
  if (!isFinal(row.status)) return seen !== null && seen !== undefined;
  return (cached !== undefined && cached !== row.status) || (typeof seen === 'string' && seen !== row.status);
}

function countByKind(failed: readonly TaskRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { errorKind } of failed) counts[errorKind ?? 'none'] = (counts[errorKind ?? 'none'] ?? 0) + 1;
  return counts;
}

/** Longest time in ms without a completion, from the creation of the first task. */
function longestGap(rows: readonly TaskRow[]): number {
  if (rows.length === 0) return 0;
  const first = Math.min(...rows.map((row) => row.createdAtMs));
  const moments = [first, ...rows.flatMap((row) => row.completedAtMs ?? [])].toSorted((a, b) => a - b);
  return moments.reduce((longest, at, index) => Math.max(longest, at - (moments[index - 1] ?? at)), 0);
}
