import { ApiProperty, OmitType } from '@nestjs/swagger';
import { TaskStatusDto } from './task-status.dto.js';

/** A task in a list: as `GET /tasks/{task_id}` tells it, without its steps. */
export class ListedTaskDto extends OmitType(TaskStatusDto, ['steps']) {
  @ApiProperty({ format: 'uuid', description: 'Whose recording it is.' })
  user_id!: string;
}

/** The answer of `GET /tasks`. */
export class TaskListDto {
  @ApiProperty({ type: [ListedTaskDto], description: 'The newest first.' })
  tasks!: ListedTaskDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The `cursor` of the next page; null when this is the last.',
  })
  next_cursor!: string | null;
}
