import { z } from 'zod';
import { taskName } from './states.js';

const jobPayloadSchema = z.object({
  v: z.literal(1),
  task_id: z.uuid(),
  task: z.literal(taskName),
  args: z.tuple([z.uuid(), z.record(z.string(), z.unknown())]),
  eta: z.null(),
});

/**
 * The data of a job on the queue, in Celery's terms so that operators can read it. It only names the task: the worker
 * reads everything else from the ledger.
 */
export type JobPayload = z.infer<typeof jobPayloadSchema>;

/** The payload for a task. */
export function jobPayload(taskId: string, practiceRecordId: string, params: Record<string, unknown>): JobPayload {
  return { v: 1, task_id: taskId, task: taskName, args: [practiceRecordId, params], eta: null };
}

/** Parses a job's data; null when this version does not know its form. */
export function parseJobPayload(data: unknown): JobPayload | null {
  return jobPayloadSchema.safeParse(data).data ?? null;
}
