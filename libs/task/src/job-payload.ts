import { z } from 'zod';

/** The one kind of job on the queue; Celery's name of the task. */
export const taskName = 'analyze_audio';

const jobPayloadSchema = z.object({
  v: z.literal(1),
  task_id: z.uuid(),
  task: z.literal(taskName),
  args: z.tuple([z.uuid(), z.record(z.string(), z.unknown())]),
  eta: z.null(),
});

/**
 * What a job on the queue carries, in Celery's terms so that operators can read it. The worker takes everything it
 * acts on from the ledger; the payload only says which task is due.
 */
export type JobPayload = z.infer<typeof jobPayloadSchema>;

export function jobPayload(taskId: string, practiceRecordId: string, params: Record<string, unknown>): JobPayload {
  return { v: 1, task_id: taskId, task: taskName, args: [practiceRecordId, params], eta: null };
}

/** Reads a payload off the queue; null when it is not one this version understands. */
export function parseJobPayload(data: unknown): JobPayload | null {
  return jobPayloadSchema.safeParse(data).data ?? null;
}
