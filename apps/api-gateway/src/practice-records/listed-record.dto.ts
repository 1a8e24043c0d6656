import { Decimal, Instant, ListOf, Nested, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { statusWord, taskStates } from '@vocalborn/task';
import { PageQueryDto } from '../http/page.js';
import type { ListedRecord } from './listed-records.js';
import { PracticeRecordDto, renderRecord } from './practice-record.dto.js';

/** The query of `GET /practice-records`. */
export class RecordQueryDto extends PageQueryDto {
  @Uuid({ optional: true })
  sentence_id?: string;

  @Uuid({ optional: true })
  practice_session_id?: string;
}

/** The latest task of a record, in short. */
export class LatestTaskDto {
  @Uuid()
  task_id!: string;

  @OneOf(taskStates.map(statusWord))
  status!: string;

  @Whole({ min: 0, max: 100, description: 'At most a second old; `GET /tasks/{task_id}` has the present one.' })
  progress!: number;
}

/** What the latest analysis of the present recording found, in short. */
export class LatestScoreDto {
  @Uuid({ description: 'The task with the whole result.' })
  task_id!: string;

  @Decimal({ nullable: true, description: '0 to 100; null when the sentence has no example recording.' })
  overall_score!: number | null;

  @Whole({ nullable: true, description: '1 (best) to 5.' })
  level!: number | null;

  @Instant()
  completed_at!: string;
}

/** A practice record in a list. */
export class ListedRecordDto extends PracticeRecordDto {
  @Uuid({ description: 'The owner of the recording.' })
  user_id!: string;

  @Nested(LatestTaskDto, { nullable: true })
  latest_task!: LatestTaskDto | null;

  @Nested(LatestScoreDto, {
    nullable: true,
    description: 'Null until an analysis of the present recording has succeeded.',
  })
  latest_score!: LatestScoreDto | null;
}

/** The answer of `GET /practice-records`. */
export class RecordListDto {
  @ListOf(ListedRecordDto, { description: 'The newest first.' })
  practice_records!: ListedRecordDto[];

  @Text({ nullable: true, description: 'The `cursor` of the next page; null on the last page.' })
  next_cursor!: string | null;
}

/** A record of a list as HTTP answers show it. */
export function renderListedRecord(record: ListedRecord): ListedRecordDto {
  const { ai_task_id: taskId, task_status: status, task_progress: progress } = record;
  const { scored_task_id: scoredTaskId, scored_at: scoredAt, overall_score, level } = record;
  return {
    ...renderRecord(record),
    user_id: record.user_id,
    latest_task: taskId && status ? { task_id: taskId, status: statusWord(status), progress: progress ?? 0 } : null,
    latest_score:
      scoredTaskId && scoredAt
        ? { task_id: scoredTaskId, overall_score, level, completed_at: scoredAt.toISOString() }
        : null,
  };
}
