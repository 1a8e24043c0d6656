import { Flag, ListOf, OneOf, Text, Uuid } from '@vocalborn/api-description';
import { ParamsDto } from '../analyze/analyze.dto.js';
import { skipReasons, type SkipReason } from './skip-reasons.js';

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
