import { Instant, ListOf, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { endingEventNames, type EndingEvent } from '@vocalborn/task';
import type { DisabledReason, Webhook } from '@vocalborn/webhooks';

/** The body of `POST /webhooks`. */
export class NewWebhookDto {
  @Text({
    filled: true,
    maxLength: 2_000,
    example: 'https://clinic.example/vocalborn',
    description: 'Where messages are posted. It must begin with https:// and lead to a public address.',
  })
  url!: string;

  @ListOf('text', { minItems: 1, maxItems: endingEventNames.length, among: endingEventNames })
  events!: EndingEvent[];
}

/** The query of a list of webhooks or messages. */
export class WebhookPageQueryDto {
  @Whole({ fromText: true, min: 1, max: 100, default: 20 })
  limit: number = 20;

  @Text({
    optional: true,
    pattern: { matches: /^\d{1,18}$/, message: 'cursor must be the next_cursor of another page' },
    description: 'The `next_cursor` of the previous page.',
  })
  cursor?: string;
}

/** A webhook, without its secret. */
export class WebhookDto {
  @Uuid()
  webhook_id!: string;

  @Text()
  url!: string;

  @ListOf('text', { among: endingEventNames })
  events!: EndingEvent[];

  @Instant()
  created_at!: string;

  @Instant({ nullable: true, description: 'Since when every attempt failed; null after a successful one.' })
  failing_since!: string | null;

  @Instant({ nullable: true, description: 'Since when it gets no messages; null while it does.' })
  disabled_at!: string | null;

  @OneOf(['gone', 'failing'], {
    nullable: true,
    description: '`gone`: the receiver answered 410. `failing`: every attempt of a day failed.',
  })
  disabled_reason!: DisabledReason | null;
}

/** The answer of `POST /webhooks`. */
export class CreatedWebhookDto extends WebhookDto {
  @Text({ description: 'Signs the messages. It is shown only in this answer.', example: 'whsec_…' })
  secret!: string;
}

/** The answer of `POST /webhooks/{webhook_id}/roll-secret`. */
export class RolledSecretDto {
  @Text({ description: 'Signs the messages from now on. It is shown only in this answer.', example: 'whsec_…' })
  secret!: string;

  @Instant({ description: 'Until then messages carry a signature with the previous secret too.' })
  previous_secret_until!: string;
}

/** The answer of `GET /webhooks`. */
export class WebhookListDto {
  @ListOf(WebhookDto, { description: 'The newest first.' })
  webhooks!: WebhookDto[];

  @Text({ nullable: true, description: 'The `cursor` of the next page; null on the last page.' })
  next_cursor!: string | null;
}

export function renderWebhook({ webhookId, url, events, ...webhook }: Webhook) {
  return {
    webhook_id: webhookId,
    url,
    events: [...events],
    created_at: webhook.createdAt.toISOString(),
    failing_since: webhook.failingSince?.toISOString() ?? null,
    disabled_at: webhook.disabledAt?.toISOString() ?? null,
    disabled_reason: webhook.disabledReason,
  } satisfies WebhookDto;
}
