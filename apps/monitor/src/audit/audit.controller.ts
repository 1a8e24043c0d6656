import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from '@vocalborn/database';
import { listActions } from '@vocalborn/monitor-store';
import { ForOperators, Refuses } from '../http/answers.js';
import { AuditDto, AuditQueryDto } from './audit.dto.js';

@ApiTags('operators')
@ForOperators()
@Controller('api/audit')
export class AuditController {
  constructor(private readonly database: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'What operators did: who, when, to what, and how it ended.' })
  @ApiOkResponse({ type: AuditDto })
  @Refuses(400, 503)
  async list(@Query() { limit, before, target }: AuditQueryDto): Promise<AuditDto> {
    const actions = await listActions(this.database, { limit, before, target });
    return { actions: actions.map(({ actionId, ...action }) => ({ action_id: actionId, ...action })) };
  }
}
