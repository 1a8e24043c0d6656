import { Get, Query } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { listActions } from '@vocalborn/monitor-store';
import { Endpoint, OperatorController } from '../http/endpoint.js';
import { AuditDto, AuditQueryDto } from './audit.dto.js';

@OperatorController('api/audit', 'operators')
export class AuditController {
  constructor(private readonly database: Database) {}

  @Get()
  @Endpoint({
    summary: 'The actions of operators: who did what to which object, when, and with which outcome.',
    answers: AuditDto,
    refuses: [400, 503],
  })
  async list(@Query() { limit, before, target }: AuditQueryDto): Promise<AuditDto> {
    const actions = await listActions(this.database, { limit, before, target });
    return { actions: actions.map(({ actionId, ...action }) => ({ action_id: actionId, ...action })) };
  }
}
