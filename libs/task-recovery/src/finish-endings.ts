import { ledgerTime, listEndings, type Ending } from '@vocalborn/task-ledger';
import { metaTtlSeconds } from '@vocalborn/result-cache';
import type { RecoveryParts } from './parts.js';
import { reachedBy } from './reached-by.js';

/** Endings looked at in one page; each page is one statement and one pipelined round trip. */
const pageSize = 1_000;

/** Whoever ends a task gets this long to write it into the cache. */
const settledAfterMs = 2_000;

/** An ending may become visible this long after the time that it bears: no transaction of ours lives longer than 15 s. */
const visibleAfterMs = 20_000;

/** How long after its end a task is looked at again: two rounds, so that one may fail. */
const reviewedForMs = 660_000;

/**
 * Brings the cache up to date with tasks that ended while it could not be written: an entry that still shows such a
 * task as running is replaced. Entries that expired or were dropped are left alone, for readers go to the ledger then.
 *
 * Goes on where the last round ended, however long Redis was away, and looks once more at those that may have become
 * visible late. Where Redis may have lost writes, all endings are looked at of which there can be an entry.
 * @returns how many entries were corrected
 * @throws when Redis cannot be reached; the next round goes on from the same place
 */
export async function finishEndings(parts: RecoveryParts): Promise<number> {
  const checkpoint = await parts.meta.endingsCheckpoint();
  const now = await ledgerTime(parts.database);
  const before = (milliseconds: number): Date => new Date(now.getTime() - milliseconds);
  const oldest = before(metaTtlSeconds * 1_000);
  const reached = reachedBy(checkpoint, now) ?? oldest;
  const span = { from: reached > oldest ? reached : oldest, until: before(settledAfterMs) };
  const corrected = await correctBetween(parts, span, async (page) => {
    const last = Date.parse(page.at(-1)?.snapshot.completedAt ?? '');
    if (last < before(visibleAfterMs).getTime()) await checkpoint.advance(new Date(last));
  });
  await checkpoint.advance(before(visibleAfterMs));
  return corrected;
}

/**
 * Looks at the endings of the last minutes again, also at those that lie ahead since the clock of the database was set
 * back: a write that was on its way for long, as of a process that was frozen, may have made an entry anew that was gone.
 * @returns how many entries were corrected
 * @throws when Redis cannot be reached
 */
export async function reviewEndings(parts: RecoveryParts): Promise<number> {
  const now = (await ledgerTime(parts.database)).getTime();
  return correctBetween(parts, { from: new Date(now - reviewedForMs), until: null });
}

interface Span {
  readonly from: Date;
  readonly until: Date | null;
}

/** @param onPage is told of each page that is done and is not the last */
async function correctBetween(
  parts: RecoveryParts,
  span: Span,
  onPage: (page: readonly Ending[]) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  let corrected = 0;
  let after: Ending | null = null;
  for (;;) {
    const page: Ending[] = await listEndings(parts.database, { ...span, after, limit: pageSize });
    corrected += await correct(parts, page);
    after = page.at(-1) ?? null;
    if (page.length < pageSize) return corrected;
    await onPage(page);
  }
}

async function correct({ meta, logger }: RecoveryParts, endings: readonly Ending[]): Promise<number> {
  const cached = await Promise.all(endings.map(({ snapshot }) => meta.read(snapshot.taskId)));
  const stale = endings.filter(({ snapshot }, index) => {
    const entry = cached[index];
    return entry && (entry.status !== snapshot.status || entry.attempt !== snapshot.attempt);
  });
  await Promise.all(stale.map(({ snapshot }) => meta.write(snapshot)));
  if (stale.length > 0) logger.warn({ tasks: stale.length }, 'corrected entries of ended tasks in the cache');
  return stale.length;
}
