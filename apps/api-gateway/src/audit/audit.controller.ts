import { Controller, Get, Header } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@vocalborn/api-description';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { listAccesses } from '@vocalborn/personal-data';
import { Caller } from '../access/authentication.js';
import { Problem } from '../http/problem.js';
import { ValidQuery } from '../http/validation.js';
import { AuditDto, AuditQueryDto, renderAccess } from './audit.dto.js';

/** A cursor is the number of the last read of a page. */
const cursorForm = /^\d{1,18}$/;

/** `/audit` */
@ApiTags('personal data')
@ApiBearerAuth()
@Controller('audit')
export class AuditController {
  constructor(private readonly database: Database) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Who read data of other people, the latest first. For admins.' })
  @ApiOkResponse({ type: AuditDto })
  @ApiResponse({ status: 403, description: 'The caller is no admin.' })
  async list(@Caller() caller: Principal, @ValidQuery() query: AuditQueryDto): Promise<AuditDto> {
    if (caller.role !== 'admin')
      throw new Problem('forbidden', {
        'en-US': 'Only admins may read the audit.',
        'zh-TW': '只有管理員可以查看稽核紀錄。',
      });
    const { user_id: ownerId, limit, cursor: before = null } = query;
    if (before !== null && !cursorForm.test(before)) {
      throw Problem.invalidFields([{ field: 'cursor', message: 'must be the next_cursor of another page' }]);
    }
    const found = await listAccesses(this.database, { ownerId, before, limit: limit + 1 });
    const page = found.slice(0, limit);
    return {
      accesses: page.map(renderAccess),
      next_cursor: found.length > limit ? (page.at(-1)?.accessId ?? null) : null,
    };
  }
}
