import { ListOf, OneOf, Text, Uuid } from '@vocalborn/api-description';
import { statusWord, taskStates, type TaskStatusWord } from '@vocalborn/task';
import { PageQueryDto } from '../http/page.js';
import { TaskFieldsDto } from './task-status.dto.js';

const words = taskStates.map(statusWord);

/** The query of `GET /tasks`. */
export class TaskQueryDto extends PageQueryDto {
  @OneOf(words, {
    optional: true,
    read: (text) => text.toLowerCase(),
    message: `status must be one of ${words.join(', ')}`,
  })
  status?: TaskStatusWord;

  @Uuid({ optional: true })
  practice_record_id?: string;
}

/** A task in a list: its status without the steps. */
export class ListedTaskDto extends TaskFieldsDto {
  @Uuid({ description: 'The owner of the recording.' })
  user_id!: string;
}

/** The answer of `GET /tasks`. */
export class TaskListDto {
  @ListOf(ListedTaskDto, { description: 'The newest first.' })
  tasks!: ListedTaskDto[];

  @Text({ nullable: true, description: 'The `cursor` of the next page; null on the last page.' })
  next_cursor!: string | null;
}
