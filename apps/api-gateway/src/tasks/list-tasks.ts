import { Injectable } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { Language, TaskSnapshot } from '@vocalborn/task';
import { searchTasks, WrongCursorError, type FoundTasks } from '@vocalborn/task-ledger';
import { Problem } from '../http/problem.js';
import type { ListedTaskDto, TaskListDto } from './dto/task-list.dto.js';
import type { TaskQueryDto } from './dto/task-query.dto.js';
import { ReadStatus } from './read-status.js';

/** The use case behind a list: the tasks that a caller may see, from the ledger, the newest first. */
@Injectable()
export class ListTasks {
  constructor(
    private readonly database: DataSource,
    private readonly status: ReadStatus,
  ) {}

  /** @throws Problem `invalid-request` when the cursor is none */
  async list(caller: Principal, query: TaskQueryDto, language: Language): Promise<TaskListDto> {
    const { tasks, next } = await this.find(caller, query);
    return { tasks: await Promise.all(tasks.map((task) => this.show(task, language))), next_cursor: next };
  }

  private async find(caller: Principal, query: TaskQueryDto): Promise<FoundTasks> {
    const { status, practice_record_id: practiceRecordId, limit, cursor: after = null } = query;
    try {
      const filter = { status, practiceRecordId, visibleTo: caller };
      return await searchTasks(this.database, filter, { order: 'newest', limit, after });
    } catch (error) {
      if (!(error instanceof WrongCursorError)) throw error;
      throw Problem.invalidFields([{ field: 'cursor', message: 'must be the next_cursor of another page' }]);
    }
  }

  private async show(task: TaskSnapshot, language: Language): Promise<ListedTaskDto> {
    return { ...(await this.status.standing(task, language)), user_id: task.userId };
  }
}
