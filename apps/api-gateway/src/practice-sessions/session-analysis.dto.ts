import { Flag, ListOf, OneOf, Text, Uuid } from '@vocalborn/api-description';
import { ParamsDto } from '../analyze/analyze.dto.js';

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

/** The body of `POST /practice-sessions/{practice_session_id}/analyze`. */
export class AnalyzeSessionDto extends ParamsDto {
  @Flag({ default: false, description: 'Analyse also records whose present recording has been analysed.' })
  force: boolean = false;
}

/** A record that was accepted, or whose task the same request has created before. */
export class SessionTaskDto {
  @Uuid()
  practice_record_id!: string;

  @Uuid()
  task_id!: string;
}

/** A record that is not analysed now. */
export class SkippedRecordDto {
  @Uuid()
  practice_record_id!: string;

  @OneOf(Object.keys(skipReasons))
  reason!: SkipReason;

  @Text({ description: 'The reason in words.' })
  detail!: string;

  @Uuid({ nullable: true, description: 'The task that runs, or the latest one.' })
  task_id!: string | null;
}

/** The answer of `POST /practice-sessions/{practice_session_id}/analyze`. */
export class SessionAnalysisDto {
  @Uuid()
  practice_session_id!: string;

  @ListOf(SessionTaskDto)
  tasks!: SessionTaskDto[];

  @ListOf(SkippedRecordDto)
  skipped!: SkippedRecordDto[];
}
