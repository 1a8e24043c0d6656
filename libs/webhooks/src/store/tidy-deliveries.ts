import { runStatement, type Database } from '@vocalborn/database';

/** Days for which a message is kept after it was delivered or given up. */
export const deliveryRetentionDays = 30;

/** Messages per statement: few enough that no other statement waits long. */
const batchSize = 1_000;

const giveUp = {
  name: 'give-up-messages-of-disabled-webhooks',
  text: `
    with ended as (
      select d.delivery_id from webhooks w join webhook_deliveries d using (webhook_id)
      where w.disabled_at is not null and d.next_attempt_at is not null
        and (d.leased_until is null or d.leased_until <= now())
      limit $1 for update of d skip locked
    )
    update webhook_deliveries d set state = 'failed', settled_at = now(), next_attempt_at = null, leased_until = null,
      error = 'the webhook is disabled'
    from ended where d.delivery_id = ended.delivery_id returning d.delivery_id`,
};

const drop = {
  name: 'drop-old-webhook-deliveries',
  text: `
    delete from webhook_deliveries where delivery_id = any (array(
      select delivery_id from webhook_deliveries
      where settled_at < now() - ${deliveryRetentionDays} * interval '1 day'
      order by settled_at limit $1 for update skip locked))
    returning delivery_id`,
};

/**
 * Gives up the waiting messages of disabled webhooks. Their owners can have them delivered again after enabling the
 * webhook. Indexes: webhook_deliveries_by_webhook.
 * @returns their number
 */
export function giveUpDeliveriesOfDisabled(database: Database): Promise<number> {
  return inBatches(database, giveUp);
}

/**
 * Deletes messages that were delivered or given up more than `deliveryRetentionDays` ago. Index: settled_webhook_deliveries.
 * @returns their number
 */
export function dropOldDeliveries(database: Database): Promise<number> {
  return inBatches(database, drop);
}

async function inBatches(database: Database, statement: { name: string; text: string }): Promise<number> {
  let changed = 0;
  for (let last = batchSize; last === batchSize; changed += last) {
    last = (await runStatement(database, statement, [batchSize])).length;
  }
  return changed;
}
