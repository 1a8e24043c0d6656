import { Decimal, Instant, ListOf, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { stepNames, taskName, type StepName } from '@vocalborn/task';

const always = 'Always null: Celery has it, this system has not.';

/** Seconds since 1970, or null. */
const Time = (description?: string) =>
  Decimal({ nullable: true, example: 1_767_225_600.123, ...(description && { description }) });

/** A field that scripts expect and that has no value here. */
const AlwaysNull = () => Text({ nullable: true, description: always });

/** Celery's names of the task states. */
export const flowerStateNames = ['PENDING', 'STARTED', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'] as const;
export type FlowerState = (typeof flowerStateNames)[number];

/** A task in the form of Flower's API. Times are seconds since 1970. */
export class FlowerTaskDto {
  @Uuid()
  uuid!: string;

  @Text({ example: taskName })
  name!: string;

  @OneOf(flowerStateNames)
  state!: FlowerState;

  @Time()
  received!: number | null;

  @Time()
  sent!: number | null;

  @Time()
  started!: number | null;

  @Decimal({ nullable: true, example: null, description: always })
  rejected!: number | null;

  @Time()
  succeeded!: number | null;

  @Time()
  failed!: number | null;

  @Time()
  retried!: number | null;

  @Time()
  revoked!: number | null;

  @Text({
    example: "['00000000-0000-4000-8000-000000000000']",
    description: 'The id of the practice record, as Python writes a list.',
  })
  args!: string;

  @Text({ example: '{}' })
  kwargs!: string;

  @Instant({ nullable: true, description: 'The time of the next attempt.' })
  eta!: string | null;

  @AlwaysNull()
  expires!: string | null;

  @Whole()
  retries!: number;

  @Text({ nullable: true, example: 'worker1@host' })
  worker!: string | null;

  @Text({ nullable: true, example: "{'result_id': '00000000-0000-4000-8000-000000000000'}" })
  result!: string | null;

  @Text({ nullable: true, example: 'network: connect ECONNREFUSED' })
  exception!: string | null;

  @Text({ nullable: true })
  traceback!: string | null;

  @Time('When it ended, else when it started, else when it was received.')
  timestamp!: number | null;

  @Decimal({ nullable: true, example: 2.4, description: 'Seconds; null unless the task succeeded.' })
  runtime!: number | null;

  @AlwaysNull()
  exchange!: string | null;

  @AlwaysNull()
  routing_key!: string | null;

  @Whole({ description: 'The number of the attempt.' })
  clock!: number;

  @AlwaysNull()
  client!: string | null;

  @Uuid()
  root!: string;

  @Uuid()
  root_id!: string;

  @AlwaysNull()
  parent!: string | null;

  @AlwaysNull()
  parent_id!: string | null;

  @ListOf('text', { maxItems: 0, example: [], description: 'Always empty.' })
  children!: string[];

  @Whole({ min: 0, max: 100, description: 'Flower does not have this field.' })
  progress!: number;

  @OneOf(stepNames, { description: 'Flower does not have this field.' })
  current_step!: StepName;
}
