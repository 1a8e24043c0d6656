import { Flag, ListOf, OneOf, Text, Uuid } from '@vocalborn/api-description';
import { ParamsDto } from '../analyze/analyze.dto.js';
import type { Told } from '../http/language.js';
import { analysisRefusals } from '../http/refusals.js';

/** Why a record of a session is not analysed, with the sentence that tells the client. */
export const skipReasons = {
  ...analysisRefusals,
  'already-analyzed': {
    'en-US': 'The present recording has been analysed; send "force" to analyse it again.',
    'zh-TW': '目前的錄音已分析過；送出「force」可再次分析。',
  },
  'too-many-tasks': {
    'en-US': 'You have reached the limit of tasks that wait or run; try again later.',
    'zh-TW': '等待或執行中的任務已達上限，請稍後再試。',
  },
  'record-not-found': { 'en-US': 'The record has been removed meanwhile.', 'zh-TW': '此紀錄已被移除。' },
} as const satisfies Record<string, Told>;

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
