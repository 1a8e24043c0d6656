import { Injectable } from '@nestjs/common';
import type { Principal } from '@vocalborn/http';
import { statusWord } from '@vocalborn/task';
import { TaskLifecycle, type Acceptance } from '@vocalborn/task-lifecycle';
import { createHash, randomUUID } from 'node:crypto';
import { Problem } from '../http/problem.js';
import type { AcceptedDto, AnalyzeDto } from './dto/analyze.dto.js';

/** The use case behind `POST /analyze`: one accepted task, or the reason why not. */
@Injectable()
export class SubmitAnalysis {
  constructor(private readonly lifecycle: TaskLifecycle) {}

  /** @throws Problem when the record may not be analysed by this caller now */
  async submit(caller: Principal, body: AnalyzeDto, idempotencyKey: string | undefined): Promise<AcceptedDto> {
    const params = body.params ?? {};
    const practiceRecordId = body.practice_record_id.toLowerCase();
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([practiceRecordId, params]))
      .digest('hex');
    const acceptance = await this.lifecycle.accept({
      taskId: randomUUID(),
      caller,
      practiceRecordId,
      params,
      idempotency: idempotencyKey === undefined ? null : { key: idempotencyKey, fingerprint },
    });
    return answer(acceptance);
  }
}

function answer(acceptance: Acceptance): AcceptedDto {
  switch (acceptance.outcome) {
    case 'accepted':
      return { task_id: acceptance.taskId, status: 'pending', queue_position: acceptance.queuePosition };
    case 'replayed':
      return { task_id: acceptance.taskId, status: statusWord(acceptance.status), queue_position: null };
    case 'record-not-found':
      throw new Problem('not-found', 'There is no such practice record.', { field: 'practice_record_id' });
    case 'record-without-audio':
      throw new Problem('record-without-audio', 'Nothing has been recorded yet.', { field: 'practice_record_id' });
    case 'record-already-reviewed':
      throw new Problem('record-already-reviewed', 'The record is closed.', { field: 'practice_record_id' });
    case 'analysis-running':
      throw new Problem('analysis-running', 'The record is being analysed.', { task_id: acceptance.taskId });
    case 'idempotency-key-reused':
      throw new Problem('idempotency-key-reused', 'The key was used for another request.', {
        field: 'Idempotency-Key',
      });
  }
}
