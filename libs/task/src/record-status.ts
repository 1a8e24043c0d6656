/**
 * The states of a practice record. `pending`: no recording yet. `recorded`: may be analysed. `ai_queued` and
 * `ai_processing`: its task waits or runs. `ai_analyzed`: has a result, may be analysed again. `analyzed`: a therapist
 * closed it.
 */
export const recordStatuses = ['pending', 'recorded', 'ai_queued', 'ai_processing', 'ai_analyzed', 'analyzed'] as const;
export type RecordStatus = (typeof recordStatuses)[number];

/** What happens to a record, and the status it then has. The ledger's statements take the status from this table. */
export const recordStatusAfter = {
  /** Before anything is recorded. */
  created: 'pending',
  uploaded: 'recorded',
  taskQueued: 'ai_queued',
  taskStarted: 'ai_processing',
  taskSucceeded: 'ai_analyzed',
  /** After a failure or a cancellation the user can submit the record again. */
  taskFailed: 'recorded',
  taskCancelled: 'recorded',
} as const satisfies Record<string, RecordStatus>;

/** The transitions of a record. No other transition exists. `analyzed` is set by the platform, outside this service. */
export const recordTransitions: Readonly<Record<RecordStatus, readonly RecordStatus[]>> = {
  pending: ['recorded'],
  recorded: ['ai_queued', 'analyzed'],
  ai_queued: ['ai_processing', 'recorded'],
  ai_processing: ['ai_analyzed', 'ai_queued', 'recorded'],
  ai_analyzed: ['ai_queued', 'recorded', 'analyzed'],
  analyzed: [],
};

/** The statuses in which a record may be submitted for analysis. */
export const analysableStatuses: readonly RecordStatus[] = ['recorded', 'ai_analyzed'];

/** The statuses in which a record may get a recording, its first or a new one. */
export const recordableStatuses: readonly RecordStatus[] = ['pending', ...analysableStatuses];

/** Why a record that is not analysable is refused. */
export type RecordRefusal = 'record-without-audio' | 'analysis-running' | 'record-already-reviewed';

/** The reason to refuse a record of this status; null when it may be analysed. */
export function refusalOf(status: RecordStatus): RecordRefusal | null {
  if (analysableStatuses.includes(status)) return null;
  if (status === 'pending') return 'record-without-audio';
  return status === 'analyzed' ? 'record-already-reviewed' : 'analysis-running';
}
