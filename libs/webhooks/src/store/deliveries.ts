import { runStatement, type Database } from '@vocalborn/database';
import type { FinalState } from '@vocalborn/task';
import { pageOf, type Page } from './webhooks.js';

/** The message of one ending to one webhook, and how far its delivery is. */
export interface Delivery {
  readonly deliveryId: string;
  readonly taskId: string;
  readonly practiceRecordId: string;
  readonly taskStatus: FinalState;
  readonly state: 'pending' | 'delivered' | 'failed';
  /** Requests that were begun, over all rounds. */
  readonly attempts: number;
  readonly lastAttemptAt: Date | null;
  /** Status of the last answer; null when there was none. */
  readonly responseStatus: number | null;
  /** Why the last attempt failed. */
  readonly error: string | null;
  /** Null when nothing is to be sent. During an attempt, when the next one begins should its process die. */
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
}

const columns = `d.delivery_id as "deliveryId", d.task_id as "taskId", d.practice_record_id as "practiceRecordId",
  d.task_status as "taskStatus", d.state, d.attempts, d.last_attempt_at as "lastAttemptAt",
  d.response_status as "responseStatus", d.error, d.next_attempt_at as "nextAttemptAt", d.created_at as "createdAt"`;

const list = {
  name: 'list-webhook-deliveries',
  text: `select ${columns}, d.number from webhook_deliveries d
    where d.webhook_id = $1 and ($2::bigint is null or d.number < $2) order by d.number desc limit $3`,
};

/** The messages of a webhook, the newest first. Index: webhook_deliveries_by_webhook. @param after `next` of the previous page */
export async function listDeliveries(
  database: Database,
  webhookId: string,
  { limit, after }: { readonly limit: number; readonly after: string | null },
): Promise<Page<Delivery>> {
  const rows = await runStatement<Delivery & { number: string }>(database, list, [webhookId, after, limit + 1]);
  return pageOf(rows, limit);
}

/** A message that is being sent is left alone: it must not be sent twice at a time. */
const renew = {
  name: 'redeliver-webhook-message',
  text: `
    with found as (
      select d.delivery_id, w.disabled_at is not null as disabled
      from webhook_deliveries d join webhooks w using (webhook_id)
      where d.delivery_id = $1 and w.webhook_id = $2 and w.owner_id = $3
    ), renewed as (
      update webhook_deliveries d
      set state = 'pending', settled_at = null, failures = 0, next_attempt_at = now(), waiting_since = now()
      from found where d.delivery_id = found.delivery_id and not found.disabled
        and (d.leased_until is null or d.leased_until <= now())
    )
    select disabled from found`,
};

/** What asking for another delivery led to. */
export type Redelivery = 'waiting' | 'webhook-disabled' | 'not-found';

/** Makes a message due now, with all its retries, whether or not it was delivered. Indexes: primary keys. */
export async function redeliver(
  database: Database,
  { ownerId, webhookId, deliveryId }: Readonly<Record<'ownerId' | 'webhookId' | 'deliveryId', string>>,
): Promise<Redelivery> {
  const [found] = await runStatement<{ disabled: boolean }>(database, renew, [deliveryId, webhookId, ownerId]);
  if (!found) return 'not-found';
  return found.disabled ? 'webhook-disabled' : 'waiting';
}
