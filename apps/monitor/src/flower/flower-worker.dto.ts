import { Computed, Decimal, Dictionary, Flag, ListOf, Nested, Text, Uuid, Whole } from '@vocalborn/api-description';
import { taskName } from '@vocalborn/task';
import { queueName } from '@vocalborn/task-queue';

class FlowerQueueDto {
  @Text({ example: queueName })
  name!: string;

  @Text({ example: queueName })
  routing_key!: string;

  @Flag()
  durable!: boolean;

  @Flag()
  exclusive!: boolean;

  @Flag()
  auto_delete!: boolean;
}

class HeldTaskDto {
  @Uuid()
  id!: string;

  @Text({ example: taskName })
  name!: string;

  @Text({ example: 'worker1@host' })
  hostname!: string;
}

class FlowerConfDto {
  @Decimal({ example: 300, description: 'Seconds.' })
  task_time_limit!: number;

  @Decimal({ example: 270, description: 'Seconds.' })
  task_soft_time_limit!: number;
}

class FlowerPoolDto {
  @Whole()
  'max-concurrency'!: number;

  @Computed({ oneOf: [{ type: 'integer' }, { type: 'string', enum: ['N/A'] }] })
  'max-tasks-per-child'!: number | 'N/A';

  @ListOf('whole', { example: [4711], description: 'Process ids.' })
  processes!: readonly number[];

  @ListOf('number', { example: [270, 300], description: 'Soft and hard time limit.' })
  timeouts!: readonly number[];
}

class FlowerUsageDto {
  @Whole({ description: 'Resident memory in KiB.' })
  maxrss!: number;
}

class FlowerStatsDto {
  @Whole()
  pid!: number;

  @Whole({ description: 'Seconds.' })
  uptime!: number;

  @Nested(FlowerPoolDto)
  pool!: FlowerPoolDto;

  @Whole()
  prefetch_count!: number;

  @Nested(FlowerUsageDto)
  rusage!: FlowerUsageDto;

  @Dictionary({ values: { type: 'integer' }, example: { [taskName]: 12 } })
  total!: Record<string, number>;
}

/** A worker in the form of Flower's API. Flower does not have `status` and the fields after it. */
export class FlowerWorkerDto {
  @ListOf(FlowerQueueDto)
  active_queues!: FlowerQueueDto[];

  @ListOf('text', { example: [taskName] })
  registered!: string[];

  @ListOf(HeldTaskDto)
  active!: HeldTaskDto[];

  @ListOf(HeldTaskDto)
  reserved!: HeldTaskDto[];

  @ListOf(HeldTaskDto, { maxItems: 0, example: [], description: 'Always empty.' })
  scheduled!: HeldTaskDto[];

  @ListOf('text', { maxItems: 0, example: [], description: 'Always empty.' })
  revoked!: string[];

  @Nested(FlowerConfDto)
  conf!: FlowerConfDto;

  @Nested(FlowerStatsDto)
  stats!: FlowerStatsDto;

  @Decimal({ example: 1_767_225_600.123, description: 'Time of the last heartbeat.' })
  timestamp!: number;

  @Flag({ description: 'Whether the worker is online.' })
  status!: boolean;

  @Whole()
  failed!: number;

  @Whole()
  retried!: number;

  @Whole()
  recycles!: number;

  @ListOf('number', { example: [0.4, 0.3, 0.2] })
  load_average!: readonly number[];

  @Whole()
  memory_bytes!: number;

  @Whole()
  memory_limit_bytes!: number;

  @Text({ example: '0.1.0' })
  version!: string;

  @Text({ example: 'v20.19.0' })
  node_version!: string;
}
