import { Instant, ListOf, Text, Uuid, Whole } from '@vocalborn/api-description';

const monthOfMinutes = 43_200;

/** `POST /api/alerts/silences` */
export class SilenceDto {
  @Text({ filled: true, description: 'Name of the rule.' })
  name!: string;

  @Whole({ min: 1, max: monthOfMinutes })
  minutes!: number;

  @Text({ filled: true, maxLength: 500 })
  reason!: string;
}

/** A silence that has not ended. */
export class PresentSilenceDto {
  @Uuid()
  silence_id!: string;

  @Text({ example: '佇列積壓告警', description: 'Name of the rule.' })
  name!: string;

  @Text({ example: 'basic:operator', description: 'The operator who began it.' })
  actor!: string;

  @Text({ example: 'planned maintenance' })
  reason!: string;

  @Instant()
  until!: string;

  @Instant()
  created_at!: string;
}

/** The answer of `GET /api/alerts/silences`. */
export class SilencesDto {
  @ListOf(PresentSilenceDto, { description: 'Ordered by their end.' })
  silences!: PresentSilenceDto[];
}

/** A silence that was begun or ended. */
export class SilenceEndDto {
  @Uuid()
  silence_id!: string;

  @Text({ example: '佇列積壓告警', description: 'Name of the rule.' })
  name!: string;

  @Instant()
  until!: string;
}
