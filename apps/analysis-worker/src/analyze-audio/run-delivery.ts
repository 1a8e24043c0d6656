import { isDatabaseUnavailable } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { TaskError } from '@vocalborn/retry-policy';
import type { RunningTry, TaskLifecycle, TryEnd } from '@vocalborn/task-lifecycle';
import { setTimeout as delay } from 'node:timers/promises';
import { analyzeAudio, type AnalysisParts } from './analyze-audio.js';

export interface DeliveryParts extends AnalysisParts {
  readonly lifecycle: TaskLifecycle;
  readonly logger: Logger;
  readonly workerName: string;
  readonly timeLimitMs: number;
}

/** Pause between attempts to write an ending while Postgres is away. */
const patienceMs = 1_000;

/**
 * Runs one delivery of a task from claim to ending.
 * @param readable whether the payload is of a form this worker knows; if not, the task fails rather than pass silently
 * @returns how the try ended; null when there was nothing to run
 */
export async function runDelivery(taskId: string, readable: boolean, parts: DeliveryParts): Promise<TryEnd | null> {
  const run = await parts.lifecycle.start(taskId, parts.workerName);
  if (!run) return null;
  parts.logger.info({ taskId, attempt: run.snapshot.attempt }, 'task started');
  const end = await runToEnd(run, readable, parts);
  parts.logger.info({ taskId, attempt: run.snapshot.attempt, ...end }, 'task ended');
  return end;
}

async function runToEnd(run: RunningTry, readable: boolean, parts: DeliveryParts): Promise<TryEnd> {
  try {
    if (!readable) throw new TaskError('unclassified', 'The task is of a version that this worker does not know.');
    const result = await analyzeAudio(run, parts, AbortSignal.timeout(parts.timeLimitMs));
    return await patiently(() => run.succeed(result), parts);
  } catch (error) {
    return patiently(() => run.fail(error), parts);
  }
}

/** Writes an ending, waiting for Postgres if need be: a finished analysis is not thrown away for a restart of it. */
async function patiently(end: () => Promise<TryEnd>, parts: DeliveryParts): Promise<TryEnd> {
  for (const deadline = Date.now() + parts.timeLimitMs; ;) {
    try {
      return await end();
    } catch (error) {
      if (!isDatabaseUnavailable(error) || Date.now() > deadline) throw error;
      parts.logger.warn({ err: error }, 'waiting for the database to take an ending');
      await delay(patienceMs);
    }
  }
}
