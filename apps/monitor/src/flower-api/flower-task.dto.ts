import { ApiProperty } from '@nestjs/swagger';
import { stepNames, taskName, type StepName } from '@vocalborn/task';

const instant = { type: Number, example: 1_767_225_600.123 };
const maybeInstant = { ...instant, nullable: true };
const maybeText = { type: String, nullable: true };
const never = { ...maybeText, description: 'Always null: there is no such thing here.' };

/** Celery's names of our states. */
export const flowerStateNames = ['PENDING', 'STARTED', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'] as const;
export type FlowerState = (typeof flowerStateNames)[number];

/** A task in the form of Flower's API: times are seconds since 1970. */
export class FlowerTaskDto {
  @ApiProperty({ format: 'uuid' })
  uuid!: string;

  @ApiProperty({ example: taskName })
  name!: string;

  @ApiProperty({ enum: flowerStateNames })
  state!: FlowerState;

  @ApiProperty(maybeInstant)
  received!: number | null;

  @ApiProperty(maybeInstant)
  sent!: number | null;

  @ApiProperty(maybeInstant)
  started!: number | null;

  @ApiProperty({ ...maybeInstant, example: null, description: never.description })
  rejected!: number | null;

  @ApiProperty(maybeInstant)
  succeeded!: number | null;

  @ApiProperty(maybeInstant)
  failed!: number | null;

  @ApiProperty(maybeInstant)
  retried!: number | null;

  @ApiProperty(maybeInstant)
  revoked!: number | null;

  @ApiProperty({ example: "['00000000-0000-4000-8000-000000000000']", description: 'The id of the record.' })
  args!: string;

  @ApiProperty({ example: '{}' })
  kwargs!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The time of the next try.' })
  eta!: string | null;

  @ApiProperty(never)
  expires!: string | null;

  @ApiProperty({ type: 'integer' })
  retries!: number;

  @ApiProperty({ ...maybeText, example: 'worker1@host' })
  worker!: string | null;

  @ApiProperty({ ...maybeText, example: "{'result_id': '00000000-0000-4000-8000-000000000000'}" })
  result!: string | null;

  @ApiProperty({ ...maybeText, example: 'network: connect ECONNREFUSED' })
  exception!: string | null;

  @ApiProperty(maybeText)
  traceback!: string | null;

  @ApiProperty({ ...maybeInstant, description: 'When it ended, or else started, or else was received.' })
  timestamp!: number | null;

  @ApiProperty({ type: Number, nullable: true, example: 2.4, description: 'Seconds, of one that succeeded.' })
  runtime!: number | null;

  @ApiProperty(never)
  exchange!: string | null;

  @ApiProperty(never)
  routing_key!: string | null;

  @ApiProperty({ type: 'integer', description: 'Grows with every try.' })
  clock!: number;

  @ApiProperty(never)
  client!: string | null;

  @ApiProperty({ format: 'uuid' })
  root!: string;

  @ApiProperty({ format: 'uuid' })
  root_id!: string;

  @ApiProperty(never)
  parent!: string | null;

  @ApiProperty(never)
  parent_id!: string | null;

  @ApiProperty({ type: [String], maxItems: 0, example: [], description: 'Always empty.' })
  children!: string[];

  @ApiProperty({ type: 'integer', minimum: 0, maximum: 100, description: 'Not Flower’s.' })
  progress!: number;

  @ApiProperty({ enum: stepNames, description: 'Not Flower’s.' })
  current_step!: StepName;
}
