import { deliveryRetentionDays, dropOldDeliveries, giveUpDeliveriesOfDisabled } from '@vocalborn/webhooks';
import type { RecoveryDependencies } from './dependencies.js';

/**
 * Deletes webhook messages that were delivered or given up long ago, and gives up those that wait for a disabled webhook: a
 * task may end in the moment in which the webhook is disabled.
 * @returns the number of messages changed
 */
export async function tidyWebhookDeliveries({ database, logger }: RecoveryDependencies): Promise<number> {
  const givenUp = await giveUpDeliveriesOfDisabled(database);
  const dropped = await dropOldDeliveries(database);
  if (dropped > 0) logger.info({ messages: dropped, deliveryRetentionDays }, 'deleted old webhook messages');
  return givenUp + dropped;
}
