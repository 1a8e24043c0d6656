import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { recordStatusAfter, type Language } from '@vocalborn/task';
import { TaskLifecycle, type Acceptance } from '@vocalborn/task-lifecycle';
import { randomUUID } from 'node:crypto';
import { fingerprintOf, keyReused } from '../analyze/idempotency.js';
import { refuseExceeded } from '../limits/limits.guard.js';
import { RateLimits } from '../limits/rate-limits.js';
import { UserQuotas } from '../limits/user-quotas.js';
import { listRecordsToAnalyse, type RecordToAnalyse } from './records-to-analyse.js';
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
  readonly language: Language;
}

/** Submits the records of a session for analysis, each as `POST /analyze` would. */
@Injectable()
export class AnalyzeSession {
  constructor(
    private readonly database: Database,
    private readonly lifecycle: TaskLifecycle,
    private readonly quotas: UserQuotas,
    private readonly limits: RateLimits,
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
    await this.chargeFurther(caller, records);
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

  /** The request was counted as one submission. @throws Problem `too-many-requests`; then nothing was accepted */
  private async chargeFurther({ userId }: Principal, records: readonly RecordToAnalyse[]): Promise<void> {
    const points = records.filter(({ record_status: status }) => status !== 'pending').length - 1;
    if (!this.limits.areOn || points < 1) return;
    refuseExceeded(await this.limits.charge([{ budget: 'submissions', of: userId, points }]));
  }

  private async submit(request: SessionAnalysis, record: RecordToAnalyse): Promise<SessionTaskDto | SkippedRecordDto> {
    const { practice_record_id: practiceRecordId, record_status: status, ai_task_id: latest } = record;
    const isAnalysed = status === recordStatusAfter.taskSucceeded && record.seen_fingerprint === null;
    if (isAnalysed && !request.body.force) return skipped(request, practiceRecordId, 'already-analyzed', latest);
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
    return outcomeOf(request, practiceRecordId, acceptance);
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

function skipped(
  { language }: SessionAnalysis,
  recordId: string,
  reason: SkipReason,
  taskId: string | null = null,
): SkippedRecordDto {
  return { practice_record_id: recordId, reason, detail: skipReasons[reason][language], task_id: taskId };
}

/** @throws Problem when a request with the same key and other parameters came between */
function outcomeOf(
  request: SessionAnalysis,
  recordId: string,
  acceptance: Acceptance,
): SessionTaskDto | SkippedRecordDto {
  switch (acceptance.outcome) {
    case 'accepted':
      return { practice_record_id: recordId, task_id: acceptance.snapshot.taskId };
    case 'replayed':
      return { practice_record_id: recordId, task_id: acceptance.taskId };
    case 'analysis-running':
      return skipped(request, recordId, acceptance.outcome, acceptance.taskId);
    case 'record-without-audio':
    case 'record-already-reviewed':
    case 'record-not-found':
      return skipped(request, recordId, acceptance.outcome);
    case 'too-many-in-flight':
      return skipped(request, recordId, 'too-many-tasks');
    case 'idempotency-key-reused':
      throw keyReused();
  }
}
