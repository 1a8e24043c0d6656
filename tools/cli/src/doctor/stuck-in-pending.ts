import { holds } from '@vocalborn/monitoring-rules';
import type { Cause } from './causes.js';
import type { CacheFindings, Observations, QueueFindings } from './observations.js';

/** Queue names that are probably meant for this system; other names may belong to other systems. */
const ourNames = /analy|celery|vocalborn/i;

/** Finds why tasks do not start: an unreachable server, missing or misdirected workers, a full queue. */
export function stuckInPending(seen: Observations): Cause[] {
  const { ledger, queue, cache } = seen;
  const down: Cause[] = [];
  if (!ledger.reached) down.push({ cause: 'postgres-down', evidence: [ledger.reason] });
  const silent = [
    ['the queue', queue],
    ['the result cache', cache],
  ] as const;
  const away = silent.flatMap(([name, place]) => (place.reached ? [] : [`${name}: ${place.reason}`]));
  // Without Redis the state of workers and consumers is unknown.
  if (away.length > 0) return [...down, { cause: 'redis-down', evidence: away }];
  if (!queue.reached || !cache.reached) return down;
  const found = [...listening(queue.found, cache.found, seen), ...queueState(queue.found, cache.found, seen)];
  return [...down, ...found];
}

function listening(queue: QueueFindings, cache: CacheFindings, seen: Observations): Cause[] {
  const online = cache.workers.filter((worker) => worker.online);
  const waiting = waitingText(queue, seen);
  const strangers = queue.otherQueues
    .filter((other) => ourNames.test(other.name))
    .map((other) => `${other.waiting} jobs are in the list ${other.name}, which no worker reads`);
  if (holds('doctor', 'noWorker', online.length)) {
    const last = cache.workers.toSorted((a, b) => b.lastSeenAt.localeCompare(a.lastSeenAt))[0];
    const trace = last ? `${last.name} was last seen at ${last.lastSeenAt}` : 'no worker was seen within the last hour';
    const elsewhere: Cause[] = strangers.length > 0 ? [{ cause: 'wrong-queue', evidence: strangers }] : [];
    return [{ cause: 'no-worker', evidence: [trace, ...waiting] }, ...elsewhere];
  }
  const evidence = [...listeningElsewhere(queue, online.length), ...strangers];
  return evidence.length > 0 ? [{ cause: 'wrong-queue', evidence: [...evidence, ...waiting] }] : [];
}

/** Workers that send heartbeats but wait for jobs of another queue. */
function listeningElsewhere({ consumers, databaseNumber }: QueueFindings, online: number): string[] {
  if (!consumers || consumers.some((consumer) => consumer.database === databaseNumber)) return [];
  const elsewhere = [...new Set(consumers.map((consumer) => consumer.database))];
  const where =
    elsewhere.length > 0
      ? `they listen to database ${elsewhere.join(', ')} of this Redis, the queue is in database ${databaseNumber}`
      : 'none of them listens on this Redis server';
  return [`${online} workers are online, but ${where}`];
}

function queueState(queue: QueueFindings, cache: CacheFindings, seen: Observations): Cause[] {
  const found: Cause[] = [];
  const { counts, evictionPolicy } = queue;
  const online = cache.workers.filter((worker) => worker.online);
  if (counts.paused > 0) found.push({ cause: 'queue-paused', evidence: [`${counts.paused} tasks wait in it`] });
  const busy = online.length > 0 && online.every((worker) => worker.activeTaskIds.length >= worker.slots);
  const waited = seen.ledger.reached ? (seen.ledger.found.longestWaitSeconds ?? 0) : 0;
  if (busy && counts.waiting > 0 && holds('doctor', 'waitLong', waited)) {
    found.push({ cause: 'too-few-workers', evidence: waitingText(queue, seen) });
  }
  const unqueued = seen.unqueued ?? [];
  if (unqueued.length > 0) {
    const count = unqueued.length === 1 ? '1 task has' : `${unqueued.length} tasks have`;
    found.push({
      cause: 'not-queued',
      evidence: [`${count} waited for over 30 s in no queue, for instance ${unqueued[0]}`],
    });
  }
  if (evictionPolicy !== 'noeviction')
    found.push({ cause: 'eviction', evidence: [`maxmemory-policy ${evictionPolicy}`] });
  return found;
}

function waitingText({ counts }: QueueFindings, { ledger }: Observations): string[] {
  const waited = ledger.reached ? ledger.found.longestWaitSeconds : null;
  const longest = waited === null ? '' : `, the longest for ${Math.round(waited)} s`;
  return counts.waiting > 0 || waited !== null
    ? [`${counts.waiting} ${counts.waiting === 1 ? 'waits' : 'wait'} in the queue${longest}`]
    : [];
}
