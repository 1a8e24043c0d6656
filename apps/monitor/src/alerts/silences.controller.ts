import { Body, Delete, Get, Post } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { addSilence, endSilence, presentSilences, type Silence } from '@vocalborn/monitor-store';
import { Caller, type Operator } from '../access/operator.js';
import { AuditLog } from '../audit/audit-log.js';
import { Endpoint, OperatorController, UuidParam } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';
import { AlertFile } from './alert-file.js';
import { SilenceDto, SilenceEndDto, SilencesDto, type PresentSilenceDto } from './silence.dto.js';

@OperatorController('api/alerts/silences', 'alerts')
export class SilencesController {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly file: AlertFile,
  ) {}

  @Get()
  @Endpoint({ summary: 'The silences that have not ended.', answers: SilencesDto, refuses: [503], takesNoQuery: true })
  async list(): Promise<SilencesDto> {
    return { silences: (await presentSilences(this.database)).map(silenceRow) };
  }

  @Post()
  @Endpoint({
    summary: 'Holds back messages about an alert for some minutes. The state of the alert still changes.',
    answers: SilenceEndDto,
    status: 201,
    refuses: [503, [404, 'There is no rule with this name.']],
    takesNoQuery: true,
  })
  async add(@Caller() operator: Operator, @Body() { name, minutes, reason }: SilenceDto): Promise<SilenceEndDto> {
    if (!this.file.rules.some((rule) => rule.name === name)) throw new Problem(404, `there is no alert rule '${name}'`);
    const requested = { action: 'alert.silence', target: name, details: { minutes, reason } };
    const work = () => addSilence(this.database, { name, minutes, reason, actor: operator.name });
    const { silenceId, until } = await this.audit.record(operator, requested, work);
    return { silence_id: silenceId, name, until: until.toISOString() };
  }

  @Delete(':silence_id')
  @Endpoint({
    summary: 'Ends a silence now and sends the messages that it held back.',
    answers: SilenceEndDto,
    refuses: [503, [404, 'There is no such silence, or it has ended.']],
    takesNoQuery: true,
  })
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
