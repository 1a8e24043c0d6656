import { Injectable } from '@nestjs/common';
import { Database, runStatement } from '@vocalborn/database';
import { exportSections, readExportPage, type ExportKey, type ExportSection } from './export-sections.js';

/** Index: primary keys, therapist_clients_by_patient. */
const readPerson = {
  name: 'export-person',
  text: `
    select jsonb_build_object('user_id', $1::uuid, 'profile', (select to_jsonb(u) from users u where u.user_id = $1),
      'therapists', array(select therapist_id from therapist_clients where patient_id = $1 order by therapist_id),
      'clients', array(select patient_id from therapist_clients where therapist_id = $1 order by patient_id),
      'exported_at', now())::text as json`,
};

/** Everything that is stored about a person, as one JSON document. */
@Injectable()
export class ExportOwnData {
  constructor(private readonly database: Database) {}

  /**
   * The document in pieces. One page of one list is in memory at a time, however much there is. It is no snapshot: what
   * changes meanwhile may be in it or not, and no row is in it twice.
   * @throws the driver's error, also after the first piece; the document is incomplete then
   */
  async *pieces(userId: string): AsyncGenerator<string> {
    const [person] = await runStatement<{ json: string }>(this.database, readPerson, [userId]);
    if (!person) throw new Error('a select without a table returns a row');
    yield person.json.slice(0, -1);
    for (const section of exportSections) {
      yield `,\n"${section.name}":[`;
      yield* this.rowsOf(section, userId);
      yield ']';
    }
    yield '}\n';
  }

  private async *rowsOf(section: ExportSection, userId: string): AsyncGenerator<string> {
    let [separator, after]: [string, ExportKey | null] = ['\n', null];
    do {
      const { rows, next } = await readExportPage(this.database, section, userId, after);
      for (const row of rows) {
        yield separator + row;
        separator = ',\n';
      }
      after = next;
    } while (after !== null);
  }
}
