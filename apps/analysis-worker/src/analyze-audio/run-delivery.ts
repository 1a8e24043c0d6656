import { isDatabaseUnavailable } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { TaskError } from '@vocalborn/task';
import type { StartedAttempt, TaskLifecycle, AttemptEnd } from '@vocalborn/task-lifecycle';
import { setTimeout as delay } from 'node:timers/promises';
import { isCircuitOpen } from '../ai-service-client/ai-service-circuit.js';
import type { OwnAttempt, RunningAttempts } from '../lifecycle/running-tries.js';
import type { SoftLimit } from '../lifecycle/soft-limit.js';
import { analyzeAudio, type AnalysisParts } from './analyze-audio.js';

export interface DeliveryDependencies extends AnalysisParts {
  readonly lifecycle: TaskLifecycle;
  readonly tries: RunningAttempts;
  readonly logger: Logger;
  readonly workerName: string;
  readonly softLimit: SoftLimit;
}

/** The reason with which the work of a worker that must stop at once is aborted. */
export class StopNowError extends Error {
  constructor() {
    super('the worker stops at once');
    this.name = 'StopNowError';
  }
}

/** Pause between attempts to reach Postgres while it is away. */
const patienceMs = 1_000;

/**
 * Runs one delivery of a task from claim to ending.
 * @param readable whether the payload is of a form this worker knows; if not, the task fails rather than pass silently
 * @returns how the try ended; null when there was nothing to run
 * @throws NotDueError when the task was delivered before its time
 */
export async function runDelivery(
  taskId: string,
  readable: boolean,
  parts: DeliveryDependencies,
): Promise<AttemptEnd | null> {
  const taken = await patiently(() => parts.lifecycle.start(taskId, parts.workerName), parts);
  if (!taken) return null;
  const { attempt } = taken.claim.snapshot;
  const own = parts.tries.begin({ taskId, attempt });
  parts.logger.info({ taskId, attempt }, 'task started');
  const end = await runToEnd(taken, own, readable, parts).catch((error: unknown) => {
    own.ended(null);
    throw error;
  });
  own.ended(end.end);
  parts.logger.info({ taskId, attempt, ...end }, 'task ended');
  return end;
}

async function runToEnd(
  taken: StartedAttempt,
  own: OwnAttempt,
  readable: boolean,
  parts: DeliveryDependencies,
): Promise<AttemptEnd> {
  const tooLong = new TaskError('timeout', 'The analysis took too long.');
  const softLimit = setTimeout(() => own.abort(tooLong), parts.softLimit.ms);
  try {
    if (!readable) throw new TaskError('unclassified', 'The task is of a version that this worker does not know.');
    const result = await analyzeAudio(taken, parts, own.signal);
    clearTimeout(softLimit);
    own.ending();
    return await patiently(() => taken.attempt.succeed(result), parts);
  } catch (error) {
    clearTimeout(softLimit);
    own.ending();
    return patiently(() => endUnfinished(taken, own, error), parts);
  }
}

/** What breaks when work is aborted is only a symptom: the reason of the abort is the error. */
function endUnfinished(taken: StartedAttempt, own: OwnAttempt, thrown: unknown): Promise<AttemptEnd> {
  const error: unknown = own.signal.aborted ? own.signal.reason : thrown;
  return error instanceof StopNowError || isCircuitOpen(error) ? taken.attempt.handBack() : taken.attempt.fail(error);
}

/** Waits for Postgres if need be: a finished analysis is not thrown away because the database restarts. */
async function patiently<T>(attempt: () => Promise<T>, parts: DeliveryDependencies): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      parts.logger.warn({ err: error }, 'waiting for the database');
      await delay(patienceMs);
    }
  }
}
