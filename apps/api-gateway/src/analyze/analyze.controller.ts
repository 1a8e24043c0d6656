import { Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@vocalborn/api-description';
import type { Principal } from '@vocalborn/http';
import { statusWord } from '@vocalborn/task';
import { TaskLifecycle, type Acceptance } from '@vocalborn/task-lifecycle';
import type { FastifyReply } from 'fastify';
import { randomUUID } from 'node:crypto';
import { Caller } from '../access/authentication.js';
import { Problem } from '../http/problem.js';
import { noSuchRecord, refusedAnalysis } from '../http/refusals.js';
import { QuicklyValidBody } from '../http/validation.js';
import { Limited } from '../limits/budgets.js';
import { UserQuotas } from '../limits/user-quotas.js';
import { AcceptedDto, AnalyzeDto } from './analyze.dto.js';
import { fingerprintOf, idempotencyHeader, idempotencyKey, keyReused } from './idempotency.js';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Whether the body is the usual one: a record and nothing else. */
function namesOnlyRecord(body: object): body is AnalyzeDto {
  const { practice_record_id: id } = body as Partial<AnalyzeDto>;
  return typeof id === 'string' && uuidForm.test(id) && Object.keys(body).length === 1;
}

/** `POST /analyze` */
@ApiTags('analysis')
@ApiBearerAuth()
@Controller('analyze')
export class AnalyzeController {
  constructor(
    private readonly lifecycle: TaskLifecycle,
    private readonly quotas: UserQuotas,
  ) {}

  @Post()
  @Limited('submissions')
  @HttpCode(202)
  @ApiOperation({ summary: 'Submit a recording for analysis. Answers at once with the task to follow.' })
  @ApiHeader(idempotencyHeader)
  @ApiAcceptedResponse({
    type: AcceptedDto,
    headers: { Location: { description: 'Address of the task.', schema: { type: 'string' } } },
  })
  async analyze(
    @Caller() caller: Principal,
    @QuicklyValidBody(AnalyzeDto, namesOnlyRecord) body: AnalyzeDto,
    @Headers('idempotency-key') keyHeader: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedDto> {
    const practiceRecordId = body.practice_record_id.toLowerCase();
    const params = body.params ?? {};
    const key = idempotencyKey(keyHeader);
    const idempotency = key === null ? null : { key, fingerprint: fingerprintOf(practiceRecordId, params) };
    const taskId = randomUUID();
    const { mostInFlight } = this.quotas;
    const request = { taskId, caller, practiceRecordId, params, idempotency, mostInFlight };
    const accepted = answer(await this.lifecycle.accept(request));
    void reply.header('Location', `/tasks/${accepted.task_id}`);
    return accepted;
  }
}

/** @throws Problem when the request was refused */
function answer(acceptance: Acceptance): AcceptedDto {
  switch (acceptance.outcome) {
    case 'accepted':
      return { task_id: acceptance.snapshot.taskId, status: 'pending', queue_position: acceptance.queuePosition };
    case 'replayed':
      return { task_id: acceptance.taskId, status: statusWord(acceptance.status), queue_position: null };
    case 'record-not-found':
      throw noSuchRecord();
    case 'record-without-audio':
    case 'record-already-reviewed':
      throw refusedAnalysis(acceptance.outcome, { field: 'practice_record_id' });
    case 'analysis-running':
      throw refusedAnalysis(acceptance.outcome, { task_id: acceptance.taskId });
    case 'too-many-in-flight':
      throw new Problem(
        'too-many-tasks',
        { 'en-US': 'You have reached the limit of tasks that wait or run.', 'zh-TW': '等待或執行中的任務已達上限。' },
        {},
        { 'Retry-After': '30' },
      );
    case 'idempotency-key-reused':
      throw keyReused();
  }
}
