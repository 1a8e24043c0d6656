import { HttpCode, Post } from '@nestjs/common';
import { AnalysisQueue, queueName } from '@vocalborn/task-queue';
import { Caller, type Operator } from '../access/operator.js';
import { AuditLog } from '../audit/audit-log.js';
import { MessageDto } from '../http/answers.dto.js';
import { Endpoint, OperatorController } from '../http/endpoint.js';

/** Holds waiting tasks back, such as during work on the ai-service, and lets them go again. */
@OperatorController('api/queues', 'queues')
export class QueuePauseController {
  constructor(
    private readonly queue: AnalysisQueue,
    private readonly audit: AuditLog,
  ) {}

  @Post('pause')
  @HttpCode(200)
  @Endpoint({
    summary: 'Pauses the queue: running tasks go on, new ones are accepted, and none starts until it is resumed.',
    answers: MessageDto,
    refuses: [503],
    takesNoQuery: true,
  })
  async pause(@Caller() operator: Operator): Promise<MessageDto> {
    await this.audit.record(operator, { action: 'queue.pause', target: queueName }, () => this.queue.setPaused(true));
    return { message: `Paused '${queueName}'` };
  }

  @Post('resume')
  @HttpCode(200)
  @Endpoint({
    summary: 'Resumes the queue: waiting tasks start in their order.',
    answers: MessageDto,
    refuses: [503],
    takesNoQuery: true,
  })
  async resume(@Caller() operator: Operator): Promise<MessageDto> {
    await this.audit.record(operator, { action: 'queue.resume', target: queueName }, () => this.queue.setPaused(false));
    return { message: `Resumed '${queueName}'` };
  }
}
