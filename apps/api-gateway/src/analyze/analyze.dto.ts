import { Dictionary, OneOf, Uuid, Whole } from '@vocalborn/api-description';
import { statusWord, taskStates } from '@vocalborn/task';

/** What a client may send with a recording. */
export class ParamsDto {
  @Dictionary({
    maxJson: 4_096,
    optional: true,
    description: 'Free-form parameters kept with the task, at most 4 kB of JSON.',
  })
  params?: Record<string, unknown>;
}

/** The body of `POST /analyze`. */
export class AnalyzeDto extends ParamsDto {
  @Uuid({ description: 'The practice record whose recording is to be analysed.' })
  practice_record_id!: string;
}

/** The answer to an accepted analysis. */
export class AcceptedDto {
  @Uuid()
  task_id!: string;

  @OneOf(taskStates.map(statusWord))
  status!: string;

  @Whole({
    nullable: true,
    description: 'Position in the queue, 1 is the next; null when the queue cannot be reached.',
  })
  queue_position!: number | null;
}
