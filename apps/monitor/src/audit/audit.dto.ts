import { Dictionary, Instant, ListOf, OneOf, Text, Whole } from '@vocalborn/api-description';

/** `GET /api/audit` */
export class AuditQueryDto {
  @Text({
    optional: true,
    example: '1200',
    description: 'Lists the actions before this one.',
    pattern: { matches: /^\d{1,18}$/, message: 'before must be the number of an action' },
  })
  before?: string;

  @Text({ optional: true, description: 'Id of a task, name of a worker or alert.' })
  target?: string;

  @Whole({ fromText: true, min: 1, max: 1000, default: 100 })
  limit: number = 100;
}

/** An action of an operator. */
export class NotedActionDto {
  @Text({ example: '1199', description: 'A whole number as text.' })
  action_id!: string;

  @Instant()
  at!: string;

  @Text({ example: 'basic:operator' })
  actor!: string;

  @Text({ example: 'task.retry' })
  action!: string;

  @Text({ description: 'Id of a task, name of a worker or alert.' })
  target!: string;

  @Dictionary({ example: {}, description: 'The arguments of the action.' })
  details!: Readonly<Record<string, unknown>>;

  @OneOf(['done', 'failed'], {
    nullable: true,
    description: 'Null when the action was begun and its end was not recorded.',
  })
  outcome!: 'done' | 'failed' | null;

  @Text({ nullable: true, description: 'Why it failed.' })
  message!: string | null;
}

/** The answer of `GET /api/audit`. */
export class AuditDto {
  @ListOf(NotedActionDto, { description: 'Latest first.' })
  actions!: NotedActionDto[];
}
