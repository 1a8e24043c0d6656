import { dropOldAccesses as dropFromAudit } from '@vocalborn/personal-data';
import { dropOldTasks as dropFromLedger } from '@vocalborn/task-ledger';
import { deliveryRetentionDays, dropOldDeliveries, giveUpDeliveriesOfDisabled } from '@vocalborn/webhooks';
import type { RecoveryDependencies } from './dependencies.js';

/** Tasks deleted per statement: few enough that no other statement waits long. */
const tasksPerStatement = 500;

/**
 * Deletes tasks that ended more than the retention ago, with their history and results. Keeps the latest analysis of
 * each record when it succeeded.
 * @returns the number of tasks deleted
 */
export async function dropOldTasks({ database, logger, retention }: RecoveryDependencies): Promise<number> {
  const { taskDays } = retention;
  if (taskDays === null) return 0;
  let dropped = 0;
  for (let last = tasksPerStatement; last === tasksPerStatement; dropped += last) {
    last = await dropFromLedger(database, taskDays, tasksPerStatement);
  }
  if (dropped > 0) logger.info({ tasks: dropped, taskDays }, 'deleted old tasks');
  return dropped;
}

/** Reads deleted per statement. */
const accessesPerStatement = 1_000;

/**
 * Deletes what the audit of reads keeps no longer.
 * @returns the number of rows deleted
 */
export async function dropOldAccesses({ database, retention }: RecoveryDependencies): Promise<number> {
  const { accessDays } = retention;
  if (accessDays === null) return 0;
  let dropped = 0;
  for (let last = accessesPerStatement; last === accessesPerStatement; dropped += last) {
    last = await dropFromAudit(database, accessDays, accessesPerStatement);
  }
  return dropped;
}

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
