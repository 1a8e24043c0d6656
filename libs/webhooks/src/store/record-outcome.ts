import { runStatement, type Database } from '@vocalborn/database';
import type { ClaimedDelivery } from './claim-deliveries.js';
import type { DisabledReason } from './webhooks.js';

/** A message is changed only by the attempt that holds it. */
const held = `delivery_id = $1 and attempts = $2 and state = 'pending'`;

const delivered = {
  name: 'webhook-message-delivered',
  text: `
    with done as (
      update webhook_deliveries
      set state = 'delivered', settled_at = now(), next_attempt_at = null, leased_until = null, failures = 0,
        response_status = $3, error = null
      where ${held} returning webhook_id
    ), well as (
      update webhooks w set failing_since = null
      from done where w.webhook_id = done.webhook_id and w.failing_since is not null
    )
    select from done`,
};

/**
 * Records that the receiver took the message. Indexes: primary keys.
 * @returns false when another attempt holds the message: then nothing was recorded
 */
export async function recordDelivered(
  database: Database,
  { deliveryId, attempt }: ClaimedDelivery,
  responseStatus: number,
): Promise<boolean> {
  return (await runStatement(database, delivered, [deliveryId, attempt, responseStatus])).length > 0;
}

/** Hours in which every attempt must have failed before a webhook is disabled. */
const patienceHours = 24;

/** A webhook that fails already is not written again until it is disabled. */
const failed = {
  name: 'webhook-message-failed',
  text: `
    with missed as (
      update webhook_deliveries
      set failures = failures + 1, response_status = $3, error = $4, leased_until = null,
        state = case when $5::int is null then 'failed' else state end,
        settled_at = case when $5::int is null then now() end,
        next_attempt_at = now() + $5::int * interval '1 second'
      where ${held} returning webhook_id
    ), judged as (
      select w.webhook_id, case
          when $6::boolean then 'gone'
          when w.failing_since <= now() - ${patienceHours} * interval '1 hour' then 'failing'
        end as reason
      from webhooks w join missed using (webhook_id) where w.disabled_at is null
    ), changed as (
      update webhooks w set failing_since = coalesce(w.failing_since, now()), disabled_reason = judged.reason,
        disabled_at = case when judged.reason is not null then now() end
      from judged
      where w.webhook_id = judged.webhook_id and w.disabled_at is null
        and (w.failing_since is null or judged.reason is not null)
      returning w.webhook_id, w.disabled_reason as reason
    )
    select changed.reason from missed left join changed using (webhook_id)`,
};

/** An attempt that failed. */
export interface FailedAttempt {
  /** Null when there was no answer. */
  readonly responseStatus: number | null;
  readonly error: string;
  /** Null gives the message up. */
  readonly retryInSeconds: number | null;
  /** Whether the receiver wants no further message. */
  readonly isGone: boolean;
}

/**
 * Records that an attempt failed. Indexes: primary keys.
 * @returns why the webhook is disabled now, null when it was not disabled by this attempt; undefined when another attempt
 *   holds the message: then nothing was recorded
 */
export async function recordFailed(
  database: Database,
  { deliveryId, attempt }: ClaimedDelivery,
  { responseStatus, error, retryInSeconds, isGone }: FailedAttempt,
): Promise<DisabledReason | null | undefined> {
  const values = [deliveryId, attempt, responseStatus, error, retryInSeconds, isGone];
  const [row] = await runStatement<{ reason: DisabledReason | null }>(database, failed, values);
  return row?.reason;
}

const released = {
  name: 'release-webhook-message',
  text: `update webhook_deliveries set leased_until = null, next_attempt_at = now() where ${held} returning delivery_id`,
};

/**
 * Gives a message back that was not sent to the end, so that another process sends it. Index: primary key.
 * @returns false when another attempt holds the message
 */
export async function releaseDelivery(database: Database, { deliveryId, attempt }: ClaimedDelivery): Promise<boolean> {
  return (await runStatement(database, released, [deliveryId, attempt])).length > 0;
}
