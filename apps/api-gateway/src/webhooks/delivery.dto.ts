import { Instant, ListOf, OneOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { endingEventNames, endingEvents, type EndingEvent } from '@vocalborn/task';
import type { Delivery } from '@vocalborn/webhooks';

/** A message of a webhook, and how far its delivery is. */
export class DeliveryDto {
  @Uuid({ description: 'The `webhook-id` of the message, the same in every attempt.' })
  delivery_id!: string;

  @OneOf(endingEventNames)
  event!: EndingEvent;

  @Uuid()
  task_id!: string;

  @Uuid()
  practice_record_id!: string;

  @OneOf(['pending', 'delivered', 'failed'], { description: '`failed`: no further attempt is planned.' })
  status!: Delivery['state'];

  @Whole({ min: 0, description: 'Requests that were begun, those of redeliveries included.' })
  attempts!: number;

  @Instant({ nullable: true })
  last_attempt_at!: string | null;

  @Whole({ nullable: true, description: 'HTTP status of the last answer; null when there was none.' })
  last_response_status!: number | null;

  @Text({ nullable: true, description: 'Why the last attempt failed.' })
  error!: string | null;

  @Instant({ nullable: true, description: 'Null when nothing is to be sent.' })
  next_attempt_at!: string | null;

  @Instant()
  created_at!: string;
}

/** The answer of `GET /webhooks/{webhook_id}/deliveries`. */
export class DeliveryListDto {
  @ListOf(DeliveryDto, { description: 'The newest first.' })
  deliveries!: DeliveryDto[];

  @Text({ nullable: true, description: 'The `cursor` of the next page; null on the last page.' })
  next_cursor!: string | null;
}

export function renderDelivery(delivery: Delivery): DeliveryDto {
  return {
    delivery_id: delivery.deliveryId,
    event: endingEvents[delivery.taskStatus],
    task_id: delivery.taskId,
    practice_record_id: delivery.practiceRecordId,
    status: delivery.state,
    attempts: delivery.attempts,
    last_attempt_at: delivery.lastAttemptAt?.toISOString() ?? null,
    last_response_status: delivery.responseStatus,
    error: delivery.error,
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    created_at: delivery.createdAt.toISOString(),
  };
}
