import { applyDecorators, Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiParam, schemaPath } from '@vocalborn/api-description';
import { AnalysisQueue, queueName } from '@vocalborn/task-queue';
import { Caller, type Operator } from '../access/operator.js';
import { MessageDto } from '../http/answers.dto.js';
import { Endpoint, OperatorController, type Refusal } from '../http/endpoint.js';
import { Problem } from '../http/problem.js';
import { Workers } from '../workers/workers.js';
import { QueueLengthsDto } from './flower-answers.dto.js';
import { PoolStepDto, TakesForm } from './flower-forms.dto.js';
import { FlowerWorkersDto } from './flower-queries.dto.js';
import { FlowerWorkerDto } from './flower-worker.dto.js';
import { flowerWorker } from './flower-worker.js';
import { ContentType, readCount, readForm } from './read-form.js';

const unknownWorker: Refusal = [404, 'No such worker was online within the last hour.'];
const refusedByWorker: Refusal = [403, 'The caller may not change anything, or the worker refuses.'];

/** A command to the worker that the path names. */
const WorkerCommand = (summary: string) =>
  applyDecorators(
    HttpCode(200),
    ApiParam({ name: 'name', example: 'worker1@host' }),
    Endpoint({ summary, answers: MessageDto, refuses: [400, refusedByWorker, unknownWorker, 503, 504] }),
  );

/** Flower's API of workers, with its names and forms. */
@OperatorController('api', 'flower')
export class FlowerWorkersController {
  constructor(
    private readonly workers: Workers,
    private readonly queue: AnalysisQueue,
  ) {}

  @Get('workers')
  @ApiExtraModels(FlowerWorkerDto)
  @Endpoint({
    summary: 'Workers by name: their tasks, pool and figures.',
    answers: {
      description: 'Workers by their name; with `status` only whether each is online.',
      schema: {
        type: 'object',
        additionalProperties: { oneOf: [{ $ref: schemaPath(FlowerWorkerDto) }, { type: 'boolean' }] },
      },
    },
    refuses: [400, unknownWorker, 503],
  })
  async list(@Query() { workername, status }: FlowerWorkersDto): Promise<Record<string, FlowerWorkerDto | boolean>> {
    const workers = workername === undefined ? await this.workers.list() : [await this.workers.find(workername)];
    const onlyStatus = isTrue(status);
    return Object.fromEntries(
      workers.map((worker) => [worker.report.name, onlyStatus ? worker.online : flowerWorker(worker)]),
    );
  }

  @Get('queues/length')
  @Endpoint({ summary: 'Number of waiting tasks.', answers: QueueLengthsDto, refuses: [503] })
  async queues(): Promise<QueueLengthsDto> {
    const { waiting, paused } = await this.queue.counts();
    return { active_queues: [{ name: queueName, messages: waiting + paused }] };
  }

  @Post('worker/shutdown/:name')
  @WorkerCommand('Stops a worker after it has finished its tasks. Kubernetes starts another one.')
  async shutdown(@Caller() operator: Operator, @Param('name') name: string): Promise<MessageDto> {
    await this.workers.command(operator, name, { command: 'shutdown' });
    return { message: 'Shutting down!' };
  }

  @Post('worker/pool/restart/:name')
  @WorkerCommand('Replaces the processes that run tasks, without an interruption.')
  async restart(@Caller() operator: Operator, @Param('name') name: string): Promise<MessageDto> {
    await this.workers.command(operator, name, { command: 'pool_restart' });
    return { message: `Restarting '${name}' worker's pool` };
  }

  @Post('worker/pool/grow/:name')
  @WorkerCommand('Adds `n` slots to a worker.')
  @TakesForm(PoolStepDto)
  async grow(
    @Caller() operator: Operator,
    @Param('name') name: string,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
    @ContentType() contentType?: string,
  ): Promise<MessageDto> {
    const n = readCount(readForm(query, body, contentType));
    await this.workers.command(operator, name, { command: 'pool_grow', n });
    return { message: `Growing '${name}' worker's pool by ${n}` };
  }

  @Post('worker/pool/shrink/:name')
  @WorkerCommand('Removes `n` slots from a worker. Running tasks are finished.')
  @TakesForm(PoolStepDto)
  async shrink(
    @Caller() operator: Operator,
    @Param('name') name: string,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
    @ContentType() contentType?: string,
  ): Promise<MessageDto> {
    const n = readCount(readForm(query, body, contentType));
    await this.workers.command(operator, name, { command: 'pool_shrink', n });
    return { message: `Shrinking '${name}' worker's pool by ${n}` };
  }

  @Post(['worker/pool/autoscale/:name', 'worker/queue/add-consumer/:name', 'worker/queue/cancel-consumer/:name'])
  @HttpCode(403)
  @ApiParam({ name: 'name', example: 'worker1@host' })
  @Endpoint({
    summary: 'Always refused: Kubernetes scales the workers, and there is one queue.',
    refuses: [400, [403, 'Always.'], unknownWorker, 503],
  })
  async unsupported(@Param('name') name: string): Promise<never> {
    await this.workers.find(name);
    throw new Problem(403, `Failed for '${name}': workers are scaled by Kubernetes, and there is one queue`);
  }
}

const isTrue = (text: string | undefined): boolean => text !== undefined && /^(1|true|yes|on)$/i.test(text);
