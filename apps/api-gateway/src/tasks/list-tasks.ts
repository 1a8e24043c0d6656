import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { TaskState } from '@vocalborn/task';
import { searchTasks, type FoundTasks } from '@vocalborn/task-ledger';
import type { TaskQueryDto } from './task-list.dto.js';

/** Lists the tasks that a caller may see, from the ledger, the newest first. */
@Injectable()
export class ListTasks {
  constructor(private readonly database: Database) {}

  /** @throws WrongCursorError when the cursor is malformed or belongs to another order */
  list(caller: Principal, query: TaskQueryDto): Promise<FoundTasks> {
    const { practice_record_id: practiceRecordId, limit, cursor: after = null } = query;
    const status = query.status?.toUpperCase() as TaskState | undefined;
    const filter = { status, practiceRecordId, visibleTo: caller };
    return searchTasks(this.database, filter, { order: 'newest', limit, after });
  }
}
