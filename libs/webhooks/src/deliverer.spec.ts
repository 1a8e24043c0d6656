import { waitFor } from '@vocalborn/system-harness';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerWith, Receiver } from './fixtures/receiver.js';
import { Stage } from './fixtures/stage.js';
import { TestOutbox } from './fixtures/test-outbox.js';
import { newSecret } from './sign.js';
import { claimDeliveries } from './store/claim-deliveries.js';
import { redeliver } from './store/deliveries.js';
import { recordDelivered, recordFailed } from './store/record-outcome.js';
import { rollSecret } from './store/webhooks.js';

let outbox: TestOutbox;
let stage: Stage;
beforeAll(async () => {
  outbox = await TestOutbox.open();
});
afterAll(() => outbox.close());
beforeEach(async () => {
  stage = await Stage.set(outbox);
});
afterEach(() => stage.clear());

describe('a delivered message', () => {
  it('is signed as Standard Webhooks says and holds nothing but ids and the state', async () => {
    const webhook = await outbox.webhook({ url: stage.receiver.url });
    const taskId = await outbox.running();
    await outbox.succeed(taskId);
    stage.startDeliverer();
    await stage.settled(webhook, 'delivered');
    const [received] = stage.receiver.received;
    const body: unknown = new Verifier(webhook.secret).verify(received?.body ?? '', received?.headers ?? {});
    const message = await outbox.message(webhook);
    const [row] = await outbox.database.query<{ practice_record_id: string; result_id: string; completed_at: Date }>(
      'select practice_record_id, result_id, completed_at from ai_analysis_tasks where task_id = $1',
      [taskId],
    );
    expect(body).toEqual({
      type: 'task.succeeded',
      timestamp: row?.completed_at.toISOString(),
      data: {
        task_id: taskId,
        practice_record_id: row?.practice_record_id,
        status: 'success',
        result_id: row?.result_id,
      },
    });
    expect(received?.headers).toMatchObject({
      'webhook-id': message.deliveryId,
      'content-type': 'application/json',
    });
    expect(message).toMatchObject({ attempts: 1, responseStatus: 204, error: null, nextAttemptAt: null });
    expect(() => new Verifier(newSecret()).verify(received?.body ?? '', received?.headers ?? {})).toThrow();
  });

  it('is signed with both secrets while they are being changed', async () => {
    const webhook = await outbox.webhook({ url: stage.receiver.url });
    const secret = newSecret();
    const sealed = outbox.secrets.seal(secret, webhook.webhookId);
    await rollSecret(outbox.database, webhook.owner.userId, webhook.webhookId, sealed);
    await stage.endTasks(1);
    stage.startDeliverer();
    await stage.settled(webhook, 'delivered');
    await outbox.database.query('update webhooks set previous_secret_until = now()');
    await stage.endTasks(1);
    await stage.settled(webhook, 'delivered');
    const [during, after] = stage.receiver.received;
    for (const each of [secret, webhook.secret]) new Verifier(each).verify(during?.body ?? '', during?.headers ?? {});
    new Verifier(secret).verify(after?.body ?? '', after?.headers ?? {});
    expect(() => new Verifier(webhook.secret).verify(after?.body ?? '', after?.headers ?? {})).toThrow();
  });

  it('is sent again on request, with the same id, and not while it is being sent', async () => {
    const webhook = await stage.toldWebhook();
    stage.startDeliverer();
    await stage.settled(webhook, 'delivered');
    const { deliveryId } = await outbox.message(webhook);
    const ids = { ownerId: webhook.owner.userId, webhookId: webhook.webhookId, deliveryId };
    stage.receiver.behaviour = () => undefined;
    expect(await redeliver(outbox.database, ids)).toBe('waiting');
    await waitFor(() => stage.receiver.received.length === 2, { what: 'the second attempt' });
    await redeliver(outbox.database, ids);
    expect(await outbox.message(webhook)).toMatchObject({ state: 'pending', attempts: 2 });
    expect(new Set(stage.receiver.ids)).toEqual(new Set([deliveryId]));
    expect(new Set(stage.receiver.received.map(({ body }) => body)).size).toBe(1);
  });
});

describe('several receivers', () => {
  it('do not hold each other up: a slow one has four requests at a time, the others get theirs', async () => {
    stage.receiver.behaviour = () => undefined;
    const quick = await Receiver.start();
    const slow = [
      await outbox.webhook({ url: stage.receiver.url }),
      await outbox.webhook({ url: `${stage.receiver.url}/another` }),
    ];
    await stage.endTasks(40);
    const served = await stage.toldWebhook({ url: quick.url, tasks: 10 });
    stage.startDeliverer();
    await stage.settled(served, 'delivered');
    expect(quick.received).toHaveLength(10);
    expect(stage.receiver.mostAtOnce).toBe(4);
    for (const webhook of slow)
      expect((await outbox.messages(webhook)).every(({ state }) => state === 'pending')).toBe(true);
    await quick.stop();
  });
});

describe('deliverers', () => {
  it('that run at the same time send each message once', async () => {
    const webhook = await stage.toldWebhook({ tasks: 60 });
    stage.startDeliverer();
    stage.startDeliverer();
    await stage.settled(webhook, 'delivered');
    const messages = await outbox.messages(webhook);
    expect(stage.receiver.ids.toSorted()).toEqual(messages.map(({ deliveryId }) => deliveryId).toSorted());
  });

  it('that died before they recorded the outcome are replaced after the lease, with the same id', async () => {
    const webhook = await stage.toldWebhook();
    const [lost] = await claimDeliveries(outbox.database, { limit: 10, perReceiver: 4, underWay: new Map() });
    if (!lost) throw new Error('nothing was claimed');
    expect(await claimDeliveries(outbox.database, { limit: 10, perReceiver: 4, underWay: new Map() })).toEqual([]);
    await outbox.makeDue();
    stage.startDeliverer();
    await stage.settled(webhook, 'delivered');
    expect(stage.receiver.ids).toEqual([lost.deliveryId]);
    await recordFailed(outbox.database, lost, {
      ...{ responseStatus: 500, error: 'late', retryInSeconds: 5, isGone: true },
    });
    expect(await outbox.message(webhook)).toMatchObject({ state: 'delivered', attempts: 2, error: null });
    expect((await outbox.stored(webhook)).disabledAt).toBeNull();
  });

  it('record nothing under an attempt that another one has replaced', async () => {
    const webhook = await stage.toldWebhook();
    const claim = () => claimDeliveries(outbox.database, { limit: 1, perReceiver: 4, underWay: new Map() });
    const [lost] = await claim();
    await outbox.makeDue();
    await claim();
    if (lost) await recordDelivered(outbox.database, lost, 200);
    expect(await outbox.message(webhook)).toMatchObject({ state: 'pending', responseStatus: null });
  });

  it('that stop give back what is not sent to the end, for another one at once', async () => {
    stage.receiver.behaviour = () => undefined;
    const webhook = await stage.toldWebhook();
    const stopping = stage.startDeliverer();
    await waitFor(() => stage.receiver.received.length === 1, { what: 'the attempt' });
    await stopping.stop();
    expect(stopping.noted).toEqual(['released']);
    expect(await outbox.message(webhook)).toMatchObject({ state: 'pending', error: null });
    stage.receiver.behaviour = answerWith(200);
    stage.startDeliverer();
    await stage.settled(webhook, 'delivered');
  });

  it('that stop finish what is answered in time', async () => {
    let answer = (): unknown => undefined;
    stage.receiver.behaviour = (response) => (answer = () => response.writeHead(200).end());
    const webhook = await stage.toldWebhook();
    const stopping = stage.startDeliverer();
    await waitFor(() => stage.receiver.received.length === 1, { what: 'the attempt' });
    const stopped = stopping.stop();
    answer();
    await stopped;
    expect(stopping.noted).toEqual(['delivered']);
    expect((await outbox.message(webhook)).state).toBe('delivered');
  });
});
