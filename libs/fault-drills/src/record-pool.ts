import { clientOf } from './client-of.js';
import { drillSentence, type DrilledSystem } from './drilled-system.js';

/** More tasks than this are never under way at a time. */
const mostRecords = 200;

/** Practice records to analyse again and again. */
export class RecordPool {
  readonly #records: string[] = [];

  constructor(private readonly drilled: DrilledSystem) {}

  /** Records that are free now, enough for so many tasks. */
  async take(tasks: number): Promise<string[]> {
    const client = clientOf(this.drilled);
    while (this.#records.length < Math.min(tasks, mostRecords)) {
      const { status, body } = await client.upload(this.drilled.sourceRecording, drillSentence);
      if (status !== 201) throw new Error(`an upload answered ${status}: ${JSON.stringify(body)}`);
      this.#records.push(String(body['practice_record_id']));
    }
    return [...this.#records];
  }
}
