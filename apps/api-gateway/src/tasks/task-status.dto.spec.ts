import { stepNames, steps, taskStates, type TaskSnapshot } from '@vocalborn/task';
import { describe, expect, it } from 'vitest';
import { renderStatus } from './task-status.dto.js';

const snapshot: TaskSnapshot = {
  taskId: 't',
  userId: 'u',
  practiceRecordId: 'r',
  status: 'RETRY',
  attempt: 2,
  progress: 55,
  step: 'decoding',
  steps: [{ step: 'initialising', progress: 10, at: '2026-01-01T00:00:01.000Z' }],
  workerName: 'worker@one',
  createdAt: '2026-01-01T00:00:00.000Z',
  startedAt: '2026-01-01T00:00:01.000Z',
  completedAt: null,
  retryCount: 1,
  maxRetries: 5,
  nextRetryAt: '2026-01-01T00:01:00.000Z',
  error: { kind: 'network', message: 'away' },
  traceback: 'secret',
  resultId: null,
};

describe('a task as HTTP answers show it', () => {
  it('has the fields of the contract and no others', () => {
    expect(renderStatus(snapshot, 3, 'en-US')).toEqual({
      task_id: 't',
      practice_record_id: 'r',
      status: 'retry',
      progress: 55,
      current_step: 'Decoding the recording',
      step: 'decoding',
      worker_name: 'worker@one',
      created_at: '2026-01-01T00:00:00.000Z',
      started_at: '2026-01-01T00:00:01.000Z',
      completed_at: null,
      queue_position: 3,
      retry_count: 1,
      max_retries: 5,
      next_retry_at: '2026-01-01T00:01:00.000Z',
      error: { kind: 'network', message: 'away' },
      result_id: null,
      steps: [{ current_step: 'Initialising', step: 'initialising', progress: 10, at: '2026-01-01T00:00:01.000Z' }],
    });
  });

  it.each(taskStates)('shows the state %s in lower case', (status) => {
    expect(renderStatus({ ...snapshot, status }, null, 'zh-TW').status).toBe(status.toLowerCase());
  });

  it.each(stepNames)('shows the step %s in the language of the caller', (step) => {
    const texts = (['zh-TW', 'en-US'] as const).map(
      (language) => renderStatus({ ...snapshot, step }, null, language).current_step,
    );
    expect(texts).toEqual([steps[step].text['zh-TW'], steps[step].text['en-US']]);
  });
});
