import { seedIds } from '@vocalborn/database';
import { cancelTask } from '@vocalborn/task-ledger';
import { deliveryRetentionDays } from '@vocalborn/webhooks';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { openStage } from './fixtures/stage.js';
import { tidyWebhookDeliveries } from './drop-old-rows.js';

const stage = await openStage();
const { database, dependencies } = stage;

/** A webhook of the patient, and a message to it. */
async function told(): Promise<string> {
  const webhookId = randomUUID();
  await database.query(
    `insert into webhooks (webhook_id, owner_id, owner_role, url, receiver, events, secret)
     values ($1, $2, 'patient', 'https://x.example/', 'x.example:443', '{task.revoked}', 'plain:x')`,
    [webhookId, seedIds.patient],
  );
  await cancelTask(database, await stage.accepted());
  await database.query('update webhooks set events = array[$1]', ['task.failed']);
  return webhookId;
}

const stateOf = async (webhookId: string): Promise<string | undefined> => {
  const statement = 'select state from webhook_deliveries where webhook_id = $1';
  return (await database.query<{ state: string }>(statement, [webhookId]))[0]?.state;
};

it('deletes old messages, gives up those of disabled webhooks, and leaves the others', async () => {
  const [old, disabled, waiting] = [await told(), await told(), await told()];
  await database.query(
    `update webhook_deliveries set state = 'delivered', next_attempt_at = null, settled_at = now() - $2 * interval '1 day'
     where webhook_id = $1`,
    [old, deliveryRetentionDays + 1],
  );
  await database.query(`update webhooks set disabled_at = now(), disabled_reason = 'failing' where webhook_id = $1`, [
    disabled,
  ]);
  expect(await tidyWebhookDeliveries(dependencies)).toBe(2);
  expect(await Promise.all([old, disabled, waiting].map(stateOf))).toEqual([undefined, 'failed', 'pending']);
});
