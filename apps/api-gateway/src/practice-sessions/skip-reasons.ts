/** Why a record of a session is not analysed, with the sentence that tells the client. */
export const skipReasons = {
  'record-without-audio': 'Nothing has been recorded yet.',
  'analysis-running': 'The record is being analysed.',
  'already-analyzed': 'The present recording has been analysed; send "force" to analyse it again.',
  'record-already-reviewed': 'The record is closed.',
  'too-many-tasks': 'As many of your tasks as allowed wait or run; try again later.',
  'record-not-found': 'The record has been removed meanwhile.',
} as const;

export type SkipReason = keyof typeof skipReasons;
