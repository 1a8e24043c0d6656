/** A task as the monitor gives it. */
export interface TaskRow {
  readonly task_id: string;
  readonly name: string;
  readonly state: string;
  readonly progress: number;
  readonly current_step: string;
  readonly current_step_en: string;
  readonly worker: string | null;
  readonly user_id: string;
  readonly practice_record_id: string;
  readonly attempt: number;
  readonly retry_count: number;
  readonly max_retries: number | null;
  readonly next_retry_at: string | null;
  readonly error: { readonly kind: string; readonly message: string } | null;
  readonly result_id: string | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

/** One line of a task's history. */
interface HistoryRow {
  readonly attempt: number;
  readonly state: string;
  readonly progress: number;
  readonly current_step_en: string;
  readonly worker: string | null;
  readonly error: { readonly kind: string; readonly message: string } | null;
  readonly next_retry_at: string | null;
  readonly at: string;
}

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface TaskWithHistory extends TaskRow {
  readonly traceback: string | null;
  readonly params: Facts;
  /** How the result was made; null when there is none. */
  readonly result: Facts | null;
  readonly history: readonly HistoryRow[];
}
