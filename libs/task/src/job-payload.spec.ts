import { describe, expect, it } from 'vitest';
import { jobPayload, parseJobPayload } from './job-payload.js';

const taskId = '6f1f7a0e-1df5-4f2b-8a52-4f2f0c6f6c11';
const recordId = '0b2d5d1a-58dc-4b0d-9d6b-2f1f7c1f5a77';

describe('the job payload', () => {
  it('survives the queue as JSON', () => {
    const payload = jobPayload(taskId, recordId, { language: 'zh-TW' });
    expect(parseJobPayload(JSON.parse(JSON.stringify(payload)))).toEqual(payload);
  });

  it.each([{}, null, 'text', { v: 2, task_id: taskId }, { v: 1, task_id: '../x', task: 'analyze_audio' }])(
    'is refused when it is not of this version: %j',
    (data) => {
      expect(parseJobPayload(data)).toBeNull();
    },
  );
});
