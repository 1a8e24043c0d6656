import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@vocalborn/http';
import type { FastifyReply } from 'fastify';
import { Caller } from '../access/caller.decorator.js';
import { Problem } from '../http/problem.js';
import { AcceptedDto, AnalyzeDto } from './dto/analyze.dto.js';
import { SubmitAnalysis } from './submit-analysis.js';

const idempotencyKeyForm = /^[\x21-\x7e]{1,255}$/;

@ApiTags('analysis')
@ApiBearerAuth()
@Controller('analyze')
export class AnalyzeController {
  constructor(private readonly submission: SubmitAnalysis) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Ask for the analysis of a recording; answers at once with a task to follow.' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Makes a repeated request return the same task.',
  })
  @ApiAcceptedResponse({
    type: AcceptedDto,
    headers: { Location: { description: 'Address of the task.', schema: { type: 'string' } } },
  })
  async analyze(
    @Caller() caller: Principal,
    @Body() body: AnalyzeDto,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptedDto> {
    if (idempotencyKey !== undefined && !idempotencyKeyForm.test(idempotencyKey)) {
      const message = 'must be 1 to 255 visible ASCII characters';
      throw Problem.invalidFields([{ field: 'Idempotency-Key', message }]);
    }
    const accepted = await this.submission.submit(caller, body, idempotencyKey);
    void reply.header('Location', `/tasks/${accepted.task_id}`);
    return accepted;
  }
}
