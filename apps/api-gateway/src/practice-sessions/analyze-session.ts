import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { recordStatusAfter } from '@vocalborn/task';
import { TaskLifecycle, type Acceptance } from '@vocalborn/task-lifecycle';
import { randomUUID } from 'node:crypto';
import { fingerprintOf, keyReused } from '../analyze/idempotency.js';
import { UserQuotas } from '../limits/user-quotas.js';
import { listRecordsToAnalyse, type RecordToAnalyse } from './analysed-records.js';
import {
  skipReasons,
  type AnalyzeSessionDto,
  type SessionAnalysisDto,
  type SessionTaskDto,
  type SkippedRecordDto,
  type SkipReason,
} from './session-analysis.dto.js';

/** A request to analyse a session that the caller may see. */
export interface SessionAnalysis {
  readonly caller: Principal;
  readonly sessionId: string;
  readonly body: AnalyzeSessionDto;
  /** The idempotency key; null without one. */
  readonly key: string | null;
}

/** Submits the records of a session for analysis, each as `POST /analyze` would. */
@Injectable()
export class AnalyzeSession {
  constructor(
    private readonly database: Database,
    private readonly lifecycle: TaskLifecycle,
    private readonly quotas: UserQuotas,
  ) {}

  /**
   * Accepts a task for each record that can be analysed. Each is accepted or not by itself: after an error or a crash in
   * the middle some are, and the same request again accepts the others.
   * @throws Problem `idempotency-key-reused` when the key was used with other parameters; then nothing was accepted
   */
  async analyze(request: SessionAnalysis): Promise<SessionAnalysisDto> {
    const { caller, sessionId } = request;
    const records = await listRecordsToAnalyse(this.database, sessionId, caller.userId, keyBeginning(request));
    const isOfOther = (record: RecordToAnalyse): boolean =>
      record.seen_fingerprint !== null && record.seen_fingerprint !== fingerprint(request, record);
    if (records.some(isOfOther)) throw keyReused();
    // An error is answered when nothing of the request runs any more, so that a repetition finds what was accepted.
    const submissions = records.map((record) => this.submit(request, record));
    await Promise.allSettled(submissions);
    const outcomes = await Promise.all(submissions);
    return {
      practice_session_id: sessionId,
      tasks: outcomes.filter((outcome): outcome is SessionTaskDto => !isSkipped(outcome)),
      skipped: outcomes.filter(isSkipped),
    };
  }

  private async submit(request: SessionAnalysis, record: RecordToAnalyse): Promise<SessionTaskDto | SkippedRecordDto> {
    const { practice_record_id: practiceRecordId, record_status: status, ai_task_id: latest } = record;
    const isAnalysed = status === recordStatusAfter.taskSucceeded && record.seen_fingerprint === null;
    if (isAnalysed && !request.body.force) return skipped(practiceRecordId, 'already-analyzed', latest);
    const beginning = keyBeginning(request);
    const key = beginning === null ? null : beginning + practiceRecordId;
    const acceptance = await this.lifecycle.accept({
      taskId: randomUUID(),
      caller: request.caller,
      practiceRecordId,
      params: request.body.params ?? {},
      idempotency: key === null ? null : { key, fingerprint: fingerprint(request, record) },
      mostInFlight: this.quotas.mostInFlight,
    });
    return outcomeOf(practiceRecordId, acceptance);
  }
}

/**
 * A session's key holds spaces, which no client's key has. The record's id follows, so that each record has its own key.
 */
function keyBeginning({ key }: SessionAnalysis): string | null {
  return key === null ? null : `session ${fingerprintOf(key)} `;
}

function fingerprint({ sessionId, body }: SessionAnalysis, record: RecordToAnalyse): string {
  return fingerprintOf(sessionId, record.practice_record_id, body.params ?? {}, body.force);
}

function isSkipped(outcome: SessionTaskDto | SkippedRecordDto): outcome is SkippedRecordDto {
  return 'reason' in outcome;
}

function skipped(recordId: string, reason: SkipReason, taskId: string | null = null): SkippedRecordDto {
  return { practice_record_id: recordId, reason, detail: skipReasons[reason], task_id: taskId };
}

/** @throws Problem when a request with the same key and other parameters came between */
function outcomeOf(recordId: string, acceptance: Acceptance): SessionTaskDto | SkippedRecordDto {
  switch (acceptance.outcome) {
    case 'accepted':
      return { practice_record_id: recordId, task_id: acceptance.snapshot.taskId };
    case 'replayed':
      return { practice_record_id: recordId, task_id: acceptance.taskId };
    case 'analysis-running':
      return skipped(recordId, acceptance.outcome, acceptance.taskId);
    case 'record-without-audio':
    case 'record-already-reviewed':
    case 'record-not-found':
      return skipped(recordId, acceptance.outcome);
    case 'too-many-in-flight':
      return skipped(recordId, 'too-many-tasks');
    case 'idempotency-key-reused':
      throw keyReused();
  }
}
