import { Text, Whole } from '@vocalborn/api-description';
import { PassesOverUnknownFields } from '../http/request-validation.pipe.js';
import { searchText } from '../tasks/task-query.dto.js';
import { flowerStateNames } from './flower-task.dto.js';

/** Greatest OFFSET that the statement takes (32-bit integer). */
const maxOffset = 2_147_483_647;

/** Flower's page sends every field of its form, filled or empty. */
const optional = { optional: true, emptyIsAbsent: true } as const;
const counted = { fromText: true, emptyIsAbsent: true } as const;

/** Flower's filters for tasks. */
@PassesOverUnknownFields()
export class FlowerTasksDto {
  @Whole({ ...counted, min: 1, max: 10_000, default: 1000 })
  limit: number = 1_000;

  @Whole({ ...counted, min: 0, max: maxOffset, default: 0 })
  offset: number = 0;

  @Text({
    ...optional,
    default: '-received',
    description: 'received, started, name, state or runtime; a leading minus reverses the order.',
  })
  sort_by?: string;

  @Text({ ...optional, example: 'worker1@host', description: 'The worker of the last attempt; `All` for any.' })
  workername?: string;

  @Text({ ...optional, description: 'Name of the task; `All` for any.' })
  taskname?: string;

  @Text({ ...optional, description: `${flowerStateNames.join(', ')}, or All.`, example: 'SUCCESS' })
  state?: string;

  @Text({ ...optional, description: 'UTC, YYYY-MM-DD HH:MM', example: '2026-01-01 08:00' })
  received_start?: string;

  @Text({ ...optional, description: 'UTC, YYYY-MM-DD HH:MM', example: '2026-01-01 09:00' })
  received_end?: string;

  @Text({ ...searchText, emptyIsAbsent: true })
  search?: string;
}

/** Flower's filters for workers. */
@PassesOverUnknownFields()
export class FlowerWorkersDto {
  @Text({ ...optional, example: 'worker1@host', description: 'Only this worker.' })
  workername?: string;

  @Text({ ...optional, example: 'true', description: 'Answers only whether each worker is online.' })
  status?: string;

  @Text({ ...optional, example: 'true', description: 'Has no effect: reports are at most two seconds old.' })
  refresh?: string;
}
