import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { AnalysisQueue, queueName } from '@vocalborn/task-queue';
import { Caller, type Operator } from '../access/operator.js';
import { ForOperators, Refuses, RefusesWith } from '../http/answers.js';
import { MessageDto } from '../http/message.dto.js';
import { Problem } from '../http/problem.js';
import { Workers } from '../workers/workers.js';
import { QueueLengthsDto } from './flower-answers.dto.js';
import { PoolStepDto, TakesForm } from './flower-forms.dto.js';
import { FlowerWorkersDto } from './flower-queries.dto.js';
import { FlowerWorkerDto } from './flower-worker.dto.js';
import { flowerWorker } from './flower-worker.js';
import { ContentType, readCount, readForm } from './read-form.js';

/** What asking something of a worker has in common. */
const Commands = () =>
  applyDecorators(
    HttpCode(200),
    ApiParam({ name: 'name', example: 'worker1@host' }),
    ApiOkResponse({ type: MessageDto }),
    RefusesWith(403, 'The caller may not, or the worker refuses.'),
    RefusesWith(404, 'No such worker was seen within the last hour.'),
    Refuses(400, 503, 504),
  );

/** What Flower's workers API gives, by Flower's names and in its forms. */
@ApiTags('flower')
@ForOperators()
@Controller('api')
export class FlowerWorkersController {
  constructor(
    private readonly workers: Workers,
    private readonly queue: AnalysisQueue,
  ) {}

  @Get('workers')
  @ApiOperation({ summary: 'Workers by name: what they run, their pool, their figures.' })
  @ApiExtraModels(FlowerWorkerDto)
  @ApiOkResponse({
    description: 'By the name of each; with `status` only whether it is online.',
    schema: {
      type: 'object',
      additionalProperties: { oneOf: [{ $ref: getSchemaPath(FlowerWorkerDto) }, { type: 'boolean' }] },
    },
  })
  @RefusesWith(404, 'No such worker was seen within the last hour.')
  @Refuses(400, 503)
  async list(@Query() { workername, status }: FlowerWorkersDto): Promise<Record<string, FlowerWorkerDto | boolean>> {
    const workers = workername === undefined ? await this.workers.list() : [await this.workers.find(workername)];
    const onlyStatus = isTrue(status);
    return Object.fromEntries(
      workers.map((worker) => [worker.report.name, onlyStatus ? worker.online : flowerWorker(worker)]),
    );
  }

  @Get('queues/length')
  @ApiOperation({ summary: 'How many tasks wait.' })
  @ApiOkResponse({ type: QueueLengthsDto })
  @Refuses(503)
  async queues(): Promise<QueueLengthsDto> {
    const { waiting, paused } = await this.queue.counts();
    return { active_queues: [{ name: queueName, messages: waiting + paused }] };
  }

  @Post('worker/shutdown/:name')
  @Commands()
  @ApiOperation({ summary: 'Stops a worker warmly: what it runs is finished. Kubernetes starts another in its place.' })
  async shutdown(@Caller() operator: Operator, @Param('name') name: string): Promise<MessageDto> {
    await this.workers.command(operator, name, { command: 'shutdown' });
    return { message: 'Shutting down!' };
  }

  @Post('worker/pool/restart/:name')
  @Commands()
  @ApiOperation({ summary: 'Replaces the processes that run tasks, without a gap.' })
  async restart(@Caller() operator: Operator, @Param('name') name: string): Promise<MessageDto> {
    await this.workers.command(operator, name, { command: 'pool_restart' });
    return { message: `Restarting '${name}' worker's pool` };
  }

  @Post('worker/pool/grow/:name')
  @Commands()
  @ApiOperation({ summary: 'Lets a worker run `n` more tasks at a time.' })
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
  @Commands()
  @ApiOperation({ summary: 'Lets a worker run `n` fewer tasks at a time; what runs is finished.' })
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
  @ApiOperation({ summary: 'Are refused: workers are scaled by Kubernetes, and there is one queue.' })
  @HttpCode(403)
  @ApiParam({ name: 'name', example: 'worker1@host' })
  @RefusesWith(403, 'Always.')
  @RefusesWith(404, 'No such worker was seen within the last hour.')
  @Refuses(400, 503)
  async unsupported(@Param('name') name: string): Promise<never> {
    await this.workers.find(name);
    throw new Problem(403, `Failed for '${name}': workers are scaled by Kubernetes, and there is one queue`);
  }
}

const isTrue = (text: string | undefined): boolean => text !== undefined && /^(1|true|yes|on)$/i.test(text);
