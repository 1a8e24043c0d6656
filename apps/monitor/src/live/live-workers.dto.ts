import { ApiProperty } from '@nestjs/swagger';
import type { ReportedCircuit } from '@vocalborn/worker-control';

/** A worker that is online, or was within the last hour. */
export class WorkerDto {
  @ApiProperty({ example: 'worker1@host' })
  name!: string;

  @ApiProperty({ enum: ['online', 'offline'] })
  status!: 'online' | 'offline';

  @ApiProperty({ description: 'It was asked to end, finishes what it runs, and takes nothing more.' })
  stopping!: boolean;

  @ApiProperty({ type: 'integer', description: 'Tasks that it runs.' })
  active!: number;

  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid' } })
  active_task_ids!: readonly string[];

  @ApiProperty({ type: 'integer', description: 'Tasks that it runs at a time at most.' })
  concurrency!: number;

  @ApiProperty({ type: 'integer' })
  processed!: number;

  @ApiProperty({ type: 'integer' })
  failed!: number;

  @ApiProperty({ type: 'integer' })
  retried!: number;

  @ApiProperty({ type: [Number], example: [0.4, 0.3, 0.2], description: 'Of 1, 5 and 15 minutes.' })
  load_average!: readonly number[];

  @ApiProperty({ type: 'integer' })
  memory_bytes!: number;

  @ApiProperty({ type: 'integer', description: '0 where it is not known.' })
  memory_limit_bytes!: number;

  @ApiProperty({ example: 12.5, description: 'Of all its cores.' })
  cpu_percent!: number;

  @ApiProperty({ type: 'integer', description: 'Processes that were replaced.' })
  recycles!: number;

  @ApiProperty({
    enum: ['closed', 'half-open', 'open', 'unknown'],
    description:
      'The circuit to the ai-service: unless closed, it fails, and tasks wait for it. Workers of earlier versions do not tell.',
  })
  ai_service_circuit!: ReportedCircuit;

  @ApiProperty({
    type: 'boolean',
    nullable: true,
    description: 'Whether the ai-service tells the worker that it is well; null where that is not known.',
  })
  ai_service_up!: boolean | null;

  @ApiProperty({ example: '0.1.0' })
  version!: string;

  @ApiProperty({ example: 'v20.19.0' })
  node_version!: string;

  @ApiProperty({ format: 'date-time' })
  started_at!: string;

  @ApiProperty({ format: 'date-time' })
  last_seen_at!: string;
}

/** The answer of `GET /api/live/workers`. */
export class WorkersDto {
  @ApiProperty({ type: [WorkerDto] })
  workers!: WorkerDto[];
}
