import { ApiProperty } from '@nestjs/swagger';
import { stepNames, taskStates, type StepName, type TaskState } from '@vocalborn/task';

/** Where a task is. */
export class TaskStandingDto {
  @ApiProperty({ enum: taskStates })
  state!: TaskState;

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100 })
  progress!: number;

  @ApiProperty({ enum: stepNames })
  step!: StepName;

  @ApiProperty({ description: 'The step in Chinese.' })
  current_step!: string;

  @ApiProperty({ description: 'The step in English.' })
  current_step_en!: string;

  @ApiProperty({ type: String, nullable: true, example: 'worker1@host' })
  worker!: string | null;
}
