import { ApiProperty } from '@nestjs/swagger';
import { taskName } from '@vocalborn/task';
import { queueName } from '@vocalborn/task-queue';

class FlowerQueueDto {
  @ApiProperty({ example: queueName })
  name!: string;

  @ApiProperty({ example: queueName })
  routing_key!: string;

  @ApiProperty()
  durable!: boolean;

  @ApiProperty()
  exclusive!: boolean;

  @ApiProperty()
  auto_delete!: boolean;
}

class HeldTaskDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: taskName })
  name!: string;

  @ApiProperty({ example: 'worker1@host' })
  hostname!: string;
}

class FlowerConfDto {
  @ApiProperty({ example: 300, description: 'Seconds.' })
  task_time_limit!: number;

  @ApiProperty({ example: 270, description: 'Seconds.' })
  task_soft_time_limit!: number;
}

class FlowerPoolDto {
  @ApiProperty({ type: 'integer' })
  'max-concurrency'!: number;

  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string', enum: ['N/A'] }] })
  'max-tasks-per-child'!: number | 'N/A';

  @ApiProperty({ type: 'array', items: { type: 'integer' }, example: [4711], description: 'Ids of its processes.' })
  processes!: readonly number[];

  @ApiProperty({ type: [Number], example: [270, 300], description: 'The soft time limit and the hard one.' })
  timeouts!: readonly number[];
}

class FlowerUsageDto {
  @ApiProperty({ type: 'integer', description: 'KiB of resident memory.' })
  maxrss!: number;
}

class FlowerStatsDto {
  @ApiProperty({ type: 'integer' })
  pid!: number;

  @ApiProperty({ type: 'integer', description: 'Seconds.' })
  uptime!: number;

  @ApiProperty({ type: FlowerPoolDto })
  pool!: FlowerPoolDto;

  @ApiProperty({ type: 'integer' })
  prefetch_count!: number;

  @ApiProperty({ type: FlowerUsageDto })
  rusage!: FlowerUsageDto;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' }, example: { [taskName]: 12 } })
  total!: Record<string, number>;
}

/** A worker in the form of Flower's API; `status` and what follows are ours. */
export class FlowerWorkerDto {
  @ApiProperty({ type: [FlowerQueueDto] })
  active_queues!: FlowerQueueDto[];

  @ApiProperty({ type: [String], example: [taskName] })
  registered!: string[];

  @ApiProperty({ type: [HeldTaskDto] })
  active!: HeldTaskDto[];

  @ApiProperty({ type: [HeldTaskDto] })
  reserved!: HeldTaskDto[];

  @ApiProperty({ type: [HeldTaskDto], maxItems: 0, example: [], description: 'Always empty.' })
  scheduled!: HeldTaskDto[];

  @ApiProperty({ type: [String], maxItems: 0, example: [], description: 'Always empty.' })
  revoked!: string[];

  @ApiProperty({ type: FlowerConfDto })
  conf!: FlowerConfDto;

  @ApiProperty({ type: FlowerStatsDto })
  stats!: FlowerStatsDto;

  @ApiProperty({ example: 1_767_225_600.123, description: 'Of its last heartbeat.' })
  timestamp!: number;

  @ApiProperty({ description: 'Whether it is online.' })
  status!: boolean;

  @ApiProperty({ type: 'integer' })
  failed!: number;

  @ApiProperty({ type: 'integer' })
  retried!: number;

  @ApiProperty({ type: 'integer' })
  recycles!: number;

  @ApiProperty({ type: [Number], example: [0.4, 0.3, 0.2] })
  load_average!: readonly number[];

  @ApiProperty({ type: 'integer' })
  memory_bytes!: number;

  @ApiProperty({ type: 'integer' })
  memory_limit_bytes!: number;

  @ApiProperty({ example: '0.1.0' })
  version!: string;

  @ApiProperty({ example: 'v20.19.0' })
  node_version!: string;
}
