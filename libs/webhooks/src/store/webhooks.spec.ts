import { seedIds } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { patient, TestOutbox } from '../fixtures/test-outbox.js';
import { countWaiting } from './count-waiting.js';
import { listDeliveries } from './deliveries.js';
import { deliveryRetentionDays, dropOldDeliveries, giveUpDeliveriesOfDisabled } from './tidy-deliveries.js';
import { deleteWebhook, insertWebhook, listWebhooks } from './webhooks.js';

let outbox: TestOutbox;
beforeAll(async () => {
  outbox = await TestOutbox.open();
});
afterAll(() => outbox.close());
afterEach(() => outbox.clear());

const insert = (limit: number, owner = patient) =>
  insertWebhook(
    outbox.database,
    {
      ...{ webhookId: randomUUID(), owner, url: 'https://x.example/', receiver: 'x.example:443' },
      ...{ events: ['task.failed'], sealedSecret: 'plain:x' },
    },
    limit,
  );

describe('the webhooks of a user', () => {
  it('are no more than the limit, also when many are created at the same time', async () => {
    const stored = await Promise.all(Array.from({ length: 12 }, () => insert(3)));
    expect(stored.filter((webhook) => webhook !== null)).toHaveLength(3);
    expect(await insert(3, { userId: seedIds.otherPatient, role: 'patient' })).not.toBeNull();
  });

  it('are listed page by page, the newest first', async () => {
    const ids: (string | undefined)[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift((await insert(10))?.webhookId);
    const listed: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listWebhooks>> = await listWebhooks(outbox.database, patient.userId, {
        ...{ limit: 2, after },
      });
      listed.push(...page.items.map(({ webhookId }) => webhookId));
      after = page.next;
    } while (after !== null);
    expect(listed).toEqual(ids);
  });

  it('take their messages with them when they are deleted, by their owner only', async () => {
    const webhook = await outbox.webhook();
    await outbox.succeed(await outbox.running());
    expect(await deleteWebhook(outbox.database, seedIds.otherPatient, webhook.webhookId)).toBe(false);
    expect((await countWaiting(outbox.database)).count).toBe(1);
    expect(await deleteWebhook(outbox.database, patient.userId, webhook.webhookId)).toBe(true);
    expect(await countWaiting(outbox.database)).toEqual({ count: 0, oldestSeconds: 0 });
  });
});

describe('messages', () => {
  const settle = (days: number): Promise<unknown> =>
    outbox.database.query(
      `update webhook_deliveries set state = 'delivered', next_attempt_at = null,
         settled_at = now() - $1 * interval '1 day'`,
      [days],
    );

  it('are deleted when they were settled so many days ago, not before', async () => {
    await outbox.webhook();
    await outbox.succeed(await outbox.running());
    await settle(deliveryRetentionDays - 0.1);
    expect(await dropOldDeliveries(outbox.database)).toBe(0);
    await settle(deliveryRetentionDays + 0.1);
    expect(await dropOldDeliveries(outbox.database)).toBe(1);
  });

  it('that wait are kept, however old they are', async () => {
    await outbox.webhook();
    await outbox.succeed(await outbox.running());
    await outbox.database.query(`update webhook_deliveries set waiting_since = now() - interval '90 days'`);
    expect(await dropOldDeliveries(outbox.database)).toBe(0);
    const waiting = await countWaiting(outbox.database);
    expect(waiting.count).toBe(1);
    expect(waiting.oldestSeconds).toBeGreaterThanOrEqual(90 * 24 * 3_600);
  });

  it('that wait for a disabled webhook are given up, more than one batch too', async () => {
    const webhook = await outbox.webhook();
    await outbox.succeed(await outbox.running());
    await outbox.database.query(`
      insert into webhook_deliveries (webhook_id, task_id, practice_record_id, task_status, task_ended_at, receiver)
      select webhook_id, task_id, practice_record_id, task_status, task_ended_at, receiver
      from webhook_deliveries, generate_series(1, 1500)`);
    expect(await giveUpDeliveriesOfDisabled(outbox.database)).toBe(0);
    await outbox.database.query(`update webhooks set disabled_at = now(), disabled_reason = 'gone'`);
    expect(await giveUpDeliveriesOfDisabled(outbox.database)).toBe(1501);
    const { items } = await listDeliveries(outbox.database, webhook.webhookId, { limit: 10, after: null });
    for (const { state, error } of items)
      expect({ state, error }).toEqual({ state: 'failed', error: 'the webhook is disabled' });
  });
});
