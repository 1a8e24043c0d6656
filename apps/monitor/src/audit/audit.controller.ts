import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { DataSource } from '@vocalborn/database';
import { listActions } from '@vocalborn/monitor-store';
import { Type } from 'class-transformer';
import { IsInt, IsNumberString, IsOptional, IsString, Max, Min } from 'class-validator';

class AuditQueryDto {
  @ApiPropertyOptional({ description: 'Show what came before the action of this number.' })
  @IsOptional()
  @IsNumberString({ no_symbols: true })
  before?: string;

  @ApiPropertyOptional({ description: 'Id of a task, name of a worker or alert.' })
  @IsOptional()
  @IsString()
  target?: string;

  @ApiPropertyOptional({ default: 100, maximum: 1000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1000)
  limit: number = 100;
}

@ApiTags('operators')
@Controller('api/audit')
export class AuditController {
  constructor(private readonly database: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'What operators did: who, when, to what, and how it ended.' })
  async list(@Query() { limit, before, target }: AuditQueryDto) {
    const actions = await listActions(this.database, { limit, before, target });
    return { actions: actions.map(({ actionId, ...action }) => ({ action_id: actionId, ...action })) };
  }
}
