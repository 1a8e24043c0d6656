import { z } from 'zod';
import { taskName } from './states.js';

/** The version of the form. Whoever changes the form adds one here a release after the one that reads it. */
const version = 1;

const jobPayloadSchema = z.object({
  v: z.literal(version),
  task_id: z.uuid(),
  task: z.literal(taskName),
  args: z.tuple([z.uuid(), z.record(z.string(), z.unknown())]),
  eta: z.null(),
  traceparent: z.string().optional(),
});

const newerSchema = z.object({ v: z.int().gt(version) });

/**
 * The data of a job on the queue, in Celery's terms so that operators can read it. It only names the task: the worker
 * reads everything else from the ledger.
 */
export type JobPayload = z.infer<typeof jobPayloadSchema>;

/** The payload for a task. `traceparent` is the trace context of the request that queued it. */
export function jobPayload(
  taskId: string,
  practiceRecordId: string,
  params: Record<string, unknown>,
  traceparent?: string,
): JobPayload {
  const trace = traceparent === undefined ? {} : { traceparent };
  return { v: version, task_id: taskId, task: taskName, args: [practiceRecordId, params], eta: null, ...trace };
}

/** Whether a later version of the system wrote the job: a worker of that version can read it. */
export const isNewerPayload = (data: unknown): boolean => newerSchema.safeParse(data).success;

/** Parses a job's data; null when this version does not know its form. */
export function parseJobPayload(data: unknown): JobPayload | null {
  return jobPayloadSchema.safeParse(data).data ?? null;
}
