import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { TaskState } from '@vocalborn/task';
import { searchTasks, type FoundTasks } from '@vocalborn/task-ledger';
import { AccessAudit } from '../access/access-audit.js';
import type { TaskQueryDto } from './task-list.dto.js';

/** Lists the tasks that a caller may see, from the ledger, the newest first. */
@Injectable()
export class ListTasks {
  constructor(
    private readonly database: Database,
    private readonly audit: AccessAudit,
  ) {}

  /** @throws WrongCursorError when the cursor is malformed or belongs to another order */
  async list(caller: Principal, query: TaskQueryDto): Promise<FoundTasks> {
    const { practice_record_id: practiceRecordId, limit, cursor: after = null } = query;
    const status = query.status?.toUpperCase() as TaskState | undefined;
    const filter = { status, practiceRecordId, visibleTo: caller };
    const found = await searchTasks(this.database, filter, { order: 'newest', limit, after });
    for (const { userId } of found.tasks) this.audit.note(caller, userId, { kind: 'tasks', id: null });
    return found;
  }
}
