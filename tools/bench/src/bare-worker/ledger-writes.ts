import type pg from 'pg';

/** What the bare worker reads of a claimed task. */
export interface BareClaim {
  readonly practice_record_id: string;
  readonly audio_key: string;
  readonly example_audio_key: string;
  readonly text: string;
  readonly language: string;
}

const claim = `
  update ai_analysis_tasks set status = 'PROCESSING', attempt = attempt + 1, worker_name = $2, started_at = now(),
    progress = 10, current_step = 'initialising', updated_at = now()
  where task_id = $1 and status = 'PENDING' returning practice_record_id`;
const read = `
  select r.practice_record_id, r.audio_key, s.example_audio_key, s.text, s.language
  from practice_records r join sentences s using (sentence_id) where r.practice_record_id = $1`;
const note = `
  insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step, worker_name)
  values ($1, 1, $2, $3, $4, $5)`;
const move = `update ai_analysis_tasks set progress = $2, current_step = $3, updated_at = now() where task_id = $1`;
const mark = `update practice_records set record_status = $2, updated_at = now() where practice_record_id = $1`;
const store = `
  insert into ai_analysis_results (result_id, task_id, analysis_result, analysis_model_version, processing_time_seconds)
  select $2, task_id, $3, $4, extract(epoch from now() - started_at) from ai_analysis_tasks where task_id = $1`;
const end = `
  update ai_analysis_tasks set status = 'SUCCESS', progress = 100, current_step = 'completed', result_id = $2,
    completed_at = now(), updated_at = now() where task_id = $1`;

/** Writes a task's life to the ledger's tables, one statement after the other. */
export class LedgerWrites {
  constructor(
    private readonly pool: pg.Pool,
    private readonly workerName: string,
  ) {}

  async claim(taskId: string): Promise<BareClaim> {
    const [task] = await this.run<{ practice_record_id: string }>('claim', claim, [taskId, this.workerName]);
    const [record] = await this.run<BareClaim>('read', read, [task?.practice_record_id]);
    if (!record) throw new Error(`no task ${taskId} to claim`);
    await this.run('mark', mark, [record.practice_record_id, 'ai_processing']);
    await this.note(taskId, 'PROCESSING', 10, 'initialising');
    return record;
  }

  async step(taskId: string, progress: number, step: string): Promise<void> {
    await this.run('move', move, [taskId, progress, step]);
    await this.note(taskId, 'PROCESSING', progress, step);
  }

  /** Stores the result and ends the task. */
  async end(taskId: string, recordId: string, resultId: string, result: Record<string, unknown>): Promise<void> {
    await this.run('end', end, [taskId, resultId]);
    await this.run('store', store, [taskId, resultId, result, result['analysis_model_version']]);
    await this.run('mark', mark, [recordId, 'ai_analyzed']);
    await this.note(taskId, 'SUCCESS', 100, 'completed');
  }

  private note(taskId: string, status: string, progress: number, step: string): Promise<unknown> {
    return this.run('note', note, [taskId, status, progress, step, this.workerName]);
  }

  private async run<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row & pg.QueryResultRow>({ name, text, values })).rows;
  }
}
