import { drillSentence, type DrilledSystem } from './drilled-system.js';

/** Enough records for the tasks that can be open at a time. */
const mostRecords = 200;

/** Practice records that are analysed repeatedly. */
export class RecordPool {
  readonly #records: string[] = [];

  constructor(private readonly drilled: DrilledSystem) {}

  /** Uploads missing records. @returns ids of records for this number of tasks */
  async take(tasks: number): Promise<string[]> {
    const client = this.drilled.patient;
    while (this.#records.length < Math.min(tasks, mostRecords)) {
      const { status, body } = await client.upload(this.drilled.sourceRecording, drillSentence);
      if (status !== 201) throw new Error(`an upload answered ${status}: ${JSON.stringify(body)}`);
      this.#records.push(String(body['practice_record_id']));
    }
    return [...this.#records];
  }
}
