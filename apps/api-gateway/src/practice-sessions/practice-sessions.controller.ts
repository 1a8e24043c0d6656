import { Controller, Get, Header, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@vocalborn/api-description';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { FastifyReply } from 'fastify';
import { AccessAudit } from '../access/access-audit.js';
import { Caller } from '../access/authentication.js';
import { idempotencyHeader, idempotencyKey } from '../analyze/idempotency.js';
import { PageQueryDto } from '../http/page.js';
import { preferredLanguage } from '../http/language.js';
import { IdPipe, ValidBody, ValidQuery } from '../http/validation.js';
import { Limited } from '../limits/budgets.js';
import { listSessionRecords } from '../practice-records/listed-records.js';
import { AnalyzeSession } from './analyze-session.js';
import { OpenSession } from './open-session.js';
import {
  CreateSessionDto,
  PracticeSessionDto,
  renderListedSession,
  renderSession,
  SessionListDto,
} from './practice-session.dto.js';
import { AnalyzeSessionDto, SessionAnalysisDto } from './session-analysis.dto.js';
import { listSessions } from './stored-session.js';

/** `/practice-sessions` */
@ApiTags('practice')
@ApiBearerAuth()
@Controller('practice-sessions')
export class PracticeSessionsController {
  constructor(
    private readonly sessions: OpenSession,
    private readonly analysis: AnalyzeSession,
    private readonly database: Database,
    private readonly audit: AccessAudit,
  ) {}

  @Post()
  @Limited('uploads')
  @ApiOperation({ summary: 'Begins a session of the caller: a pending record for each sentence.' })
  @ApiCreatedResponse({
    type: PracticeSessionDto,
    headers: { Location: { description: 'Address of the session.', schema: { type: 'string' } } },
  })
  async create(
    @Caller() caller: Principal,
    @ValidBody() body: CreateSessionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PracticeSessionDto> {
    const session = await this.sessions.create(caller, body.sentence_ids);
    void reply.header('Location', `/practice-sessions/${session.practice_session_id}`);
    return renderSession(session, await listSessionRecords(this.database, session.practice_session_id));
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary:
      'The sessions that the caller may see, the newest first: own ones; a therapist’s clients’; for admins all.',
  })
  @ApiOkResponse({ type: SessionListDto })
  async list(@Caller() caller: Principal, @ValidQuery() query: PageQueryDto): Promise<SessionListDto> {
    const { rows, next } = await listSessions(this.database, caller, query);
    for (const { user_id: ownerId } of rows) this.audit.note(caller, ownerId, { kind: 'sessions', id: null });
    return { practice_sessions: rows.map(renderListedSession), next_cursor: next };
  }

  @Get(':practice_session_id')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A session with its records, their latest tasks and scores.' })
  @ApiOkResponse({ type: PracticeSessionDto })
  async read(
    @Caller() caller: Principal,
    @Param('practice_session_id', IdPipe) sessionId: string,
  ): Promise<PracticeSessionDto> {
    const session = await this.sessions.find(caller, sessionId);
    return renderSession(session, await listSessionRecords(this.database, sessionId));
  }

  @Post(':practice_session_id/analyze')
  @Limited('submissions')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Submits the recordings of a session for analysis. Tells of each record its task, or why it has none.',
  })
  @ApiHeader({ ...idempotencyHeader, description: 'A repeated request with the same key returns the same tasks.' })
  @ApiAcceptedResponse({ type: SessionAnalysisDto })
  async analyze(
    @Caller() caller: Principal,
    @Param('practice_session_id', IdPipe) sessionId: string,
    @ValidBody() body: AnalyzeSessionDto,
    @Headers('idempotency-key') keyHeader: string | undefined,
    @Headers('accept-language') acceptLanguage?: string,
  ): Promise<SessionAnalysisDto> {
    const key = idempotencyKey(keyHeader);
    await this.sessions.find(caller, sessionId);
    const language = preferredLanguage(acceptLanguage, 'en-US');
    return this.analysis.analyze({ caller, sessionId, body, key, language });
  }
}
