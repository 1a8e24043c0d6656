import { databaseTime } from '@vocalborn/database';
import { findTasks, listEndings, type Ending, type EndingKey, type EndingsPage } from '@vocalborn/task-ledger';
import { resultCacheTtlSeconds } from '@vocalborn/result-cache';
import { reachedBy, type RecoveryDependencies } from './dependencies.js';

/** Endings per page. Each page costs one statement and one command, and one of each more if any entry differs. */
const endingsPerPage = 1_000;

/** Time that the process that ends a task has to write the cache itself. */
const settledAfterMs = 2_000;

/** An ending may become visible this long after its time: a transaction ends after at most 15 s. */
const visibleAfterMs = 20_000;

/** How far back the review looks: two rounds, so that one may fail. */
const reviewedForMs = 660_000;

/**
 * Corrects the result cache for tasks that ended while it could not be written: replaces an entry that still shows such
 * a task as running. Writes nothing for a task without an entry, because readers then ask the ledger.
 *
 * Starts where the previous round ended, however long Redis was away, and repeats the last 20 s, whose endings may have
 * become visible late. When Redis may have lost writes, it starts at the oldest ending that can have an entry.
 * @returns the number of corrected entries
 * @throws when Redis cannot be reached; the next round starts at the same place
 */
export async function correctCache(
  dependencies: RecoveryDependencies,
  pageSize: number = endingsPerPage,
): Promise<number> {
  const checkpoint = await dependencies.cache.endingsCheckpoint();
  const now = await databaseTime(dependencies.database);
  const before = (milliseconds: number): Date => new Date(now.getTime() - milliseconds);
  const oldest = before(resultCacheTtlSeconds * 1_000);
  const reached = reachedBy(checkpoint, now) ?? oldest;
  const span = { from: reached > oldest ? reached : oldest, until: before(settledAfterMs), pageSize };
  const corrected = await correctBetween(dependencies, span, async ({ endedAt }) => {
    if (endedAt < before(visibleAfterMs)) await checkpoint.advance(endedAt);
  });
  await checkpoint.advance(before(visibleAfterMs));
  return corrected;
}

/**
 * Corrects the entries of the last eleven minutes' endings again, and of endings in the future (the database's clock was
 * set back). A late write, such as that of a process that was frozen, may have created an entry that had expired.
 * @returns the number of corrected entries
 * @throws when Redis cannot be reached
 */
export async function reviewCache(dependencies: RecoveryDependencies): Promise<number> {
  const now = (await databaseTime(dependencies.database)).getTime();
  return correctBetween(dependencies, { from: new Date(now - reviewedForMs), until: null, pageSize: endingsPerPage });
}

interface Span {
  readonly from: Date;
  readonly until: Date | null;
  readonly pageSize: number;
}

/** @param onPage called after each page but the last, with the key of its last ending */
async function correctBetween(
  dependencies: RecoveryDependencies,
  span: Span,
  onPage: (reached: EndingKey) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  let corrected = 0;
  let after: EndingKey | null = null;
  do {
    const page: EndingsPage = await listEndings(dependencies.database, { ...span, after, limit: span.pageSize });
    corrected += await correct(dependencies, page.endings);
    after = page.next;
    if (after) await onPage(after);
  } while (after);
  return corrected;
}

async function correct({ cache, database, logger }: RecoveryDependencies, endings: readonly Ending[]): Promise<number> {
  const shown = await cache.readFences(endings.map(({ taskId }) => taskId));
  const differing = new Map<string, Ending>();
  endings.forEach((ending, index) => {
    const entry = shown[index];
    if (entry && !isOf(ending, entry)) differing.set(ending.taskId, ending);
  });
  if (differing.size === 0) return 0;
  const tasks = await findTasks(database, [...differing.keys()]);
  // The entry of a task that was rerun since is written by those who run it.
  const stale = tasks.filter((task) => isOf(differing.get(task.taskId), task));
  await Promise.all(stale.map((task) => cache.write(task)));
  if (stale.length > 0) {
    logger.warn({ tasks: stale.length }, 'corrected entries of ended tasks in the result cache');
  }
  return stale.length;
}

const isOf = (ending: Ending | undefined, { attempt, status }: Omit<Ending, 'taskId'>): boolean =>
  ending?.attempt === attempt && ending.status === status;
