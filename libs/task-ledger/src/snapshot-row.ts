import { snapshotFieldEntries, type ErrorKind, type TaskSnapshot } from '@vocalborn/task';

/** A row that was selected with `snapshotColumns`; the driver gives times as Date. */
export interface SnapshotRow extends Readonly<Record<string, unknown>> {
  readonly task_id: string;
  readonly error_kind: ErrorKind | null;
  readonly error_message: string | null;
}

const columns = [...snapshotFieldEntries.map(([, { column }]) => column), 'error_kind', 'error_message'];

/** The columns of a snapshot, for a select list. `alias` names the row of ai_analysis_tasks. */
export function snapshotColumns(alias: string): string {
  return columns.map((column) => `${alias}.${column}`).join(', ');
}

/** The snapshot of a row, without steps: those are in the history. */
export function snapshotOf(row: SnapshotRow): TaskSnapshot {
  const { error_kind: kind, error_message: message } = row;
  const snapshot: Record<string, unknown> = { steps: [], error: kind && message ? { kind, message } : null };
  for (const [name, { column }] of snapshotFieldEntries) {
    const value = row[column];
    snapshot[name] = value instanceof Date ? value.toISOString() : value;
  }
  return snapshot as unknown as TaskSnapshot;
}
