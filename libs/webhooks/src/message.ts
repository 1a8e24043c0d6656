import { endingEvents, statusWord } from '@vocalborn/task';
import type { ClaimedDelivery } from './store/claim-deliveries.js';

type Told = Pick<ClaimedDelivery, 'taskId' | 'practiceRecordId' | 'taskStatus' | 'resultId' | 'taskEndedAt'>;

/**
 * The body of a message, the same in every attempt. It names the task and holds neither results nor personal data: the
 * receiver fetches these with a token of its own.
 */
export function messageBody({ taskId, practiceRecordId, taskStatus, resultId, taskEndedAt }: Told): string {
  return JSON.stringify({
    type: endingEvents[taskStatus],
    timestamp: taskEndedAt.toISOString(),
    data: {
      task_id: taskId,
      practice_record_id: practiceRecordId,
      status: statusWord(taskStatus),
      result_id: resultId,
    },
  });
}
