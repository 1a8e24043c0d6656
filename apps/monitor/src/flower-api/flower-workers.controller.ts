import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { AnalysisQueue, queueName } from '@vocalborn/task-queue';
import { IsOptional, IsString } from 'class-validator';
import { Caller, type Operator } from '../access/operator.js';
import { Problem } from '../http/problem.js';
import { Workers } from '../workers/workers.js';
import { flowerWorker } from './flower-worker.js';
import { readForm } from './read-form.js';

class FlowerWorkersDto {
  @ApiPropertyOptional({ description: 'Only this worker.' })
  @IsOptional()
  @IsString()
  workername?: string;

  @ApiPropertyOptional({ description: 'Only whether each is online.' })
  @IsOptional()
  @IsString()
  status?: string;

  @ApiPropertyOptional({ description: 'Makes no difference: reports are two seconds old at most.' })
  @IsOptional()
  @IsString()
  refresh?: string;
}

/** What Flower's workers API gives, by Flower's names and in its forms. */
@ApiTags('flower')
@Controller('api')
export class FlowerWorkersController {
  constructor(
    private readonly workers: Workers,
    private readonly queue: AnalysisQueue,
  ) {}

  @Get('workers')
  @ApiOperation({ summary: 'Workers by name: what they run, their pool, their figures.' })
  async list(@Query() { workername, status }: FlowerWorkersDto) {
    const workers = workername === undefined ? await this.workers.list() : [await this.workers.find(workername)];
    const onlyStatus = isTrue(status);
    return Object.fromEntries(
      workers.map((worker) => [worker.report.name, onlyStatus ? worker.online : flowerWorker(worker)]),
    );
  }

  @Get('queues/length')
  @ApiOperation({ summary: 'How many tasks wait.' })
  async queues() {
    const { waiting, paused } = await this.queue.counts();
    return { active_queues: [{ name: queueName, messages: waiting + paused }] };
  }

  @Post('worker/shutdown/:name')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stops a worker warmly: what it runs is finished. Kubernetes starts another in its place.' })
  async shutdown(@Caller() operator: Operator, @Param('name') name: string) {
    await this.workers.command(operator, name, { command: 'shutdown' });
    return { message: 'Shutting down!' };
  }

  @Post('worker/pool/restart/:name')
  @HttpCode(200)
  @ApiOperation({ summary: 'Replaces the processes that run tasks, without a gap.' })
  async restart(@Caller() operator: Operator, @Param('name') name: string) {
    await this.workers.command(operator, name, { command: 'pool_restart' });
    return { message: `Restarting '${name}' worker's pool` };
  }

  @Post('worker/pool/grow/:name')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lets a worker run `n` more tasks at a time.' })
  async grow(
    @Caller() operator: Operator,
    @Param('name') name: string,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
  ) {
    const n = readCount(query, body);
    await this.workers.command(operator, name, { command: 'pool_grow', n });
    return { message: `Growing '${name}' worker's pool by ${n}` };
  }

  @Post('worker/pool/shrink/:name')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lets a worker run `n` fewer tasks at a time; what runs is finished.' })
  async shrink(
    @Caller() operator: Operator,
    @Param('name') name: string,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
  ) {
    const n = readCount(query, body);
    await this.workers.command(operator, name, { command: 'pool_shrink', n });
    return { message: `Shrinking '${name}' worker's pool by ${n}` };
  }

  @Post(['worker/pool/autoscale/:name', 'worker/queue/add-consumer/:name', 'worker/queue/cancel-consumer/:name'])
  @ApiOperation({ summary: 'Are refused: workers are scaled by Kubernetes, and there is one queue.' })
  async unsupported(@Param('name') name: string): Promise<never> {
    await this.workers.find(name);
    throw new Problem(403, `Failed for '${name}': workers are scaled by Kubernetes, and there is one queue`);
  }
}

const isTrue = (text: string | undefined): boolean => text !== undefined && /^(1|true|yes|on)$/i.test(text);

function readCount(query: Readonly<Record<string, unknown>>, body: unknown): number {
  const n = Number(readForm(query, body)['n'] ?? 1);
  if (!Number.isInteger(n) || n < 1 || n > 256) throw new Problem(400, 'n must be a whole number from 1 to 256');
  return n;
}
