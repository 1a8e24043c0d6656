import { Body, Controller, Delete, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { DataSource } from '@vocalborn/database';
import { addSilence, endSilence, presentSilences, type Silence } from '@vocalborn/monitor-store';
import { Caller, type Operator } from '../access/operator.js';
import { AuditLog } from '../audit/audit-log.js';
import { ForOperators, Refuses, RefusesWith } from '../http/answers.js';
import { TakesNoQuery } from '../http/no-query.js';
import { UuidParam } from '../http/path-parameters.js';
import { Problem } from '../http/problem.js';
import { AlertFile } from './alert-file.js';
import { SilenceDto, SilenceEndDto, SilencesDto, type PresentSilenceDto } from './silence.dto.js';

@ApiTags('alerts')
@ForOperators()
@TakesNoQuery()
@Refuses(503)
@Controller('api/alerts/silences')
export class SilencesController {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditLog,
    private readonly file: AlertFile,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The silences that are not over.' })
  @ApiOkResponse({ type: SilencesDto })
  async list(): Promise<SilencesDto> {
    return { silences: (await presentSilences(this.database)).map(silenceRow) };
  }

  @Post()
  @ApiOperation({ summary: 'Holds back news of an alert for some minutes; its state goes on as it would.' })
  @ApiCreatedResponse({ type: SilenceEndDto })
  @RefusesWith(404, 'There is no rule of this name.')
  async add(@Caller() operator: Operator, @Body() { name, minutes, reason }: SilenceDto): Promise<SilenceEndDto> {
    if (!this.file.rules.some((rule) => rule.name === name)) throw new Problem(404, `there is no alert rule '${name}'`);
    const wish = { action: 'alert.silence', target: name, details: { minutes, reason } };
    const work = () => addSilence(this.database, { name, minutes, reason, actor: operator.name });
    const { silenceId, until } = await this.audit.record(operator, wish, work);
    return { silence_id: silenceId, name, until: until.toISOString() };
  }

  @Delete(':silence_id')
  @ApiOperation({ summary: 'Ends a silence now: what it held back is sent.' })
  @ApiParam({ name: 'silence_id', format: 'uuid' })
  @ApiOkResponse({ type: SilenceEndDto })
  @RefusesWith(404, 'There is no such silence, or it is over.')
  async end(@Caller() operator: Operator, @UuidParam('silence_id') silenceId: string): Promise<SilenceEndDto> {
    const present = (await presentSilences(this.database)).find((silence) => silence.silenceId === silenceId);
    const ended =
      present &&
      (await this.audit.record(
        operator,
        { action: 'alert.unsilence', target: present.name, details: { silence_id: silenceId } },
        () => endSilence(this.database, silenceId),
      ));
    if (!ended) throw new Problem(404, 'there is no such silence, or it is over');
    return { silence_id: silenceId, name: ended.name, until: ended.until.toISOString() };
  }
}

function silenceRow({ silenceId, name, until, actor, reason, createdAt }: Silence): PresentSilenceDto {
  return {
    ...{ silence_id: silenceId, name, actor, reason },
    until: until.toISOString(),
    created_at: createdAt.toISOString(),
  };
}
