import { ledgerTime, listEndings, type Ending } from '@vocalborn/task-ledger';
import { metaTtlSeconds } from '@vocalborn/task-meta';
import type { RecoveryParts } from './parts.js';

/** Endings looked at in one page; each page is one statement and one pipelined round trip. */
const pageSize = 1_000;

/** Whoever ends a task gets this long to write it into the cache. */
export const settledAfterMs = 2_000;

/** When an ending is looked at a second time. The span is longer than a round, so that none is left out between two. */
const reviewed = { fromMsAgo: 130_000, toMsAgo: 60_000 } as const;

/**
 * Brings the cache up to date with tasks that ended while it could not be written: an entry that still shows such a
 * task as running is replaced. Entries that expired or were dropped are left alone, for readers go to the ledger then.
 *
 * Goes on where the last round ended, however long Redis was away; where Redis may have lost writes since, all endings
 * are looked at of which there can be an entry.
 * @returns how many entries were corrected
 * @throws when Redis cannot be reached; the next round goes on from the same place
 */
export async function finishEndings(parts: RecoveryParts): Promise<number> {
  const checkpoint = await parts.meta.endingsCheckpoint();
  const now = (await ledgerTime(parts.database)).getTime();
  const [oldest, until] = [new Date(now - metaTtlSeconds * 1_000), new Date(now - settledAfterMs)];
  const reached = new Date(checkpoint.reached ?? 0);
  const corrected = await correctBetween(parts, reached > oldest ? reached : oldest, until);
  await checkpoint.advance(until.toISOString());
  return corrected;
}

/**
 * Looks at each ending once more: a write that was on its way while the cache was away may have come after the first
 * look, and made an entry anew that was gone.
 * @returns how many entries were corrected
 * @throws when Redis cannot be reached
 */
export async function reviewEndings(parts: RecoveryParts): Promise<number> {
  const now = (await ledgerTime(parts.database)).getTime();
  return correctBetween(parts, new Date(now - reviewed.fromMsAgo), new Date(now - reviewed.toMsAgo));
}

async function correctBetween(parts: RecoveryParts, from: Date, until: Date): Promise<number> {
  let corrected = 0;
  let after: Ending | null = null;
  for (;;) {
    const page: Ending[] = await listEndings(parts.database, { from, until, after, limit: pageSize });
    corrected += await correct(parts, page);
    after = page.at(-1) ?? null;
    if (page.length < pageSize) return corrected;
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
