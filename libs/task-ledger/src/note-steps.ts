import type { StepMark } from '@vocalborn/task';

/**
 * SQL that writes the last steps of a try and then its ending to the history, in this order and within the statement
 * that ends the try. The steps come in three arrays, the first of which is parameter number `first`.
 */
export function noteSteps(ended: string, first: number): string {
  return `
    insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, worker_name, error_kind,
      error_message, traceback, next_retry_at, at)
    select task_id, attempt, 'PROCESSING', s.progress, s.step, worker_name, null, null, null, null, s.at
    from ${ended}, unnest($${first}::text[], $${first + 1}::int[], $${first + 2}::timestamptz[]) as s (step, progress, at)
    union all
    select task_id, attempt, status, progress, current_step, worker_name, error_kind, error_message, traceback,
      next_retry_at, clock_timestamp()
    from ${ended}`;
}

/** SQL for the highest progress among the steps whose progress array is this parameter; 0 when there are none. */
export function newestProgress(parameter: number): string {
  return `coalesce((select max(p) from unnest($${parameter}::int[]) as p), 0)`;
}

/** The three arrays that `noteSteps` takes. */
export function stepArrays(steps: readonly StepMark[]): [string[], number[], string[]] {
  return [steps.map((mark) => mark.step), steps.map((mark) => mark.progress), steps.map((mark) => mark.at)];
}
