import type pg from 'pg';

/** A request to analyse a record. */
export interface BareRequest {
  readonly taskId: string;
  readonly recordId: string;
  readonly userId: string;
}

interface Waiting extends BareRequest {
  readonly settle: (accepted: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/** Locks the records, inserts the tasks, marks the records and writes the first events. */
const text = `
  with request as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as request (task_id, record_id, user_id)
  ), record as (
    select request.task_id, r.practice_record_id, r.user_id
    from request join practice_records r on r.practice_record_id = request.record_id and r.user_id = request.user_id
    where r.record_status in ('recorded', 'ai_analyzed') and r.audio_key is not null
    for update of r
  ), created as (
    insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id)
    select task_id, user_id, user_id, practice_record_id from record
    on conflict do nothing returning task_id, practice_record_id
  ), marked as (
    update practice_records r set record_status = 'ai_queued', ai_task_id = created.task_id, updated_at = now()
    from created where r.practice_record_id = created.practice_record_id
  ), noted as (
    insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
    select task_id, 0, 'PENDING', 0, 'queued' from created
  )
  select task_id from created`;

/** One statement for all requests that arrive while the last one runs. */
export class GroupedAccept {
  #waiting: Waiting[] = [];
  #isRunning = false;

  constructor(private readonly pool: pg.Pool) {}

  /** Whether the task was created. */
  accept(request: BareRequest): Promise<boolean> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ ...request, settle, fail });
      void this.run();
    });
  }

  private async run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#waiting.length > 0) await this.runGroup(this.#waiting.splice(0));
    this.#isRunning = false;
  }

  private async runGroup(group: readonly Waiting[]): Promise<void> {
    // Records are locked in one order, so that two processes cannot wait for each other.
    const sorted = group.toSorted((a, b) => (a.recordId < b.recordId ? -1 : 1));
    const values = [sorted.map((r) => r.taskId), sorted.map((r) => r.recordId), sorted.map((r) => r.userId)];
    try {
      const { rows } = await this.pool.query<{ task_id: string }>({ name: 'accept', text, values });
      const created = new Set(rows.map((row) => row.task_id));
      for (const { taskId, settle } of group) settle(created.has(taskId));
    } catch (error) {
      for (const { fail } of group) fail(error);
    }
  }
}
