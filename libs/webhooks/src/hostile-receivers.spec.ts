import { waitFor } from '@vocalborn/system-harness';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerWith } from './fixtures/receiver.js';
import { Stage } from './fixtures/stage.js';
import { TestOutbox } from './fixtures/test-outbox.js';
import { redeliver } from './store/deliveries.js';
import { giveUpDeliveriesOfDisabled } from './store/tidy-deliveries.js';
import { enableWebhook } from './store/webhooks.js';

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

describe('a receiver that', () => {
  it('is down gets each message with the same id once it is up', async () => {
    await stage.receiver.stop();
    const webhook = await stage.toldWebhook({ tasks: 5 });
    stage.startDeliverer();
    await waitFor(async () => (await outbox.messages(webhook)).every(({ error }) => error !== null), {
      what: 'every first attempt to fail',
    });
    const messages = await outbox.messages(webhook);
    for (const { error, responseStatus } of messages) {
      expect({ error, responseStatus }).toEqual({
        error: 'the connection failed (ECONNREFUSED)',
        responseStatus: null,
      });
    }
    expect((await outbox.stored(webhook)).failingSince).not.toBeNull();
    await stage.receiver.startAgain();
    await outbox.makeDue();
    await stage.settled(webhook, 'delivered');
    expect(stage.receiver.ids.toSorted()).toEqual(messages.map(({ deliveryId }) => deliveryId).toSorted());
    expect((await outbox.stored(webhook)).failingSince).toBeNull();
  });

  it.each([
    [500, {}],
    [404, {}],
    [302, { location: 'http://169.254.169.254/latest/meta-data' }],
    [307, { location: 'http://127.0.0.1:1/' }],
  ])('answers %i gets one request, and another one after five seconds', async (status, headers) => {
    stage.receiver.behaviour = answerWith(status, headers);
    const webhook = await stage.toldWebhook();
    stage.startDeliverer();
    const message = await stage.failedOnce(webhook);
    expect(message).toMatchObject({
      ...{ state: 'pending', responseStatus: status, error: `the receiver answered ${status}` },
    });
    const wait = Number(message.nextAttemptAt) - Number(message.lastAttemptAt);
    expect(wait).toBeGreaterThanOrEqual(5_000);
    expect(wait).toBeLessThan(10_000);
    expect(stage.receiver.received).toHaveLength(1);
  });

  it('asks for a later retry is not asked before', async () => {
    stage.receiver.behaviour = answerWith(503, { 'retry-after': '3600' });
    const webhook = await stage.toldWebhook();
    stage.startDeliverer();
    const message = await stage.failedOnce(webhook);
    expect(Number(message.nextAttemptAt) - Number(message.lastAttemptAt)).toBeGreaterThanOrEqual(3_600_000);
  });

  it('never begins its answer is left after the time limit', async () => {
    stage.receiver.behaviour = () => undefined;
    const webhook = await stage.toldWebhook();
    stage.startDeliverer({ timeoutMs: 200 });
    expect(await stage.failedOnce(webhook)).toMatchObject({ error: 'no answer within 0.2 s', responseStatus: null });
  });

  it('sends its headers byte by byte is left after the time limit', async () => {
    const dripping = new Set<NodeJS.Timeout>();
    stage.receiver.behaviour = ({ socket }) => {
      socket?.write('HTTP/1.1 200 OK\r\nX-Slow: ');
      dripping.add(setInterval(() => socket?.write('x'), 20));
    };
    const webhook = await stage.toldWebhook();
    stage.startDeliverer({ timeoutMs: 200 });
    expect(await stage.failedOnce(webhook)).toMatchObject({ error: 'no answer within 0.2 s', responseStatus: null });
    dripping.forEach((timer) => clearInterval(timer));
  });

  it('answers without an end is left after 64 KiB or the time limit, and its status counts', async () => {
    let sent = 0;
    stage.receiver.behaviour = (response) => {
      response.writeHead(200);
      const pour = (): void => {
        const chunk = Buffer.alloc(16 * 1024);
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    };
    const huge = await stage.toldWebhook();
    stage.startDeliverer();
    await stage.settled(huge, 'delivered');
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    stage.receiver.behaviour = (response) => response.writeHead(500).write('x');
    await outbox.clear();
    const slow = await stage.toldWebhook();
    stage.startDeliverer({ timeoutMs: 200 });
    expect((await stage.failedOnce(slow)).responseStatus).toBe(500);
  });

  it('is gone (410) gets nothing more, and its webhook is disabled until its owner enables it', async () => {
    stage.receiver.behaviour = answerWith(410);
    const webhook = await stage.toldWebhook();
    const deliverer = stage.startDeliverer();
    await stage.settled(webhook, 'failed');
    expect(deliverer.noted).toEqual(['given_up', 'gone']);
    expect(await outbox.stored(webhook)).toMatchObject({ disabledReason: 'gone', disabledAt: expect.any(Date) });
    const { deliveryId } = await outbox.message(webhook);
    const ids = { ownerId: webhook.owner.userId, webhookId: webhook.webhookId, deliveryId };
    expect(await redeliver(outbox.database, ids)).toBe('webhook-disabled');
    stage.receiver.behaviour = answerWith(200);
    await enableWebhook(outbox.database, webhook.owner, webhook.webhookId);
    expect(await redeliver(outbox.database, ids)).toBe('waiting');
    await stage.settled(webhook, 'delivered');
  });

  it('failed for a day is disabled, its waiting messages are given up', async () => {
    stage.receiver.behaviour = answerWith(500);
    const webhook = await stage.toldWebhook({ tasks: 3 });
    const deliverer = stage.startDeliverer();
    await waitFor(() => deliverer.noted.length === 3, { what: 'three failures' });
    expect((await outbox.stored(webhook)).disabledAt).toBeNull();
    await outbox.database.query(`update webhooks set failing_since = failing_since - interval '24 hours'`);
    await outbox.makeDue();
    await waitFor(() => deliverer.noted.length === 7, { what: 'three more failures and the end of the webhook' });
    expect(await outbox.stored(webhook)).toMatchObject({ disabledReason: 'failing' });
    await giveUpDeliveriesOfDisabled(outbox.database);
    for (const { state } of await outbox.messages(webhook)) expect(state).toBe('failed');
    expect(deliverer.noted.filter((noted) => noted === 'failing')).toHaveLength(1);
  });

  it('fails ten times gets the message no more', async () => {
    stage.receiver.behaviour = answerWith(500);
    const webhook = await stage.toldWebhook();
    await outbox.database.query('update webhook_deliveries set failures = 8');
    const deliverer = stage.startDeliverer();
    await stage.failedOnce(webhook);
    await outbox.makeDue();
    await stage.settled(webhook, 'failed');
    expect(deliverer.noted).toEqual(['failed', 'given_up']);
  });
});

describe('a private address', () => {
  const publicOnly = { policy: { allowsPrivate: false } };

  it('gets no message when the name of a public host leads there later (DNS rebinding)', async () => {
    const asked: string[] = [];
    const resolve = (host: string): Promise<string[]> => {
      asked.push(host);
      return Promise.resolve(['127.0.0.1']);
    };
    const port = new URL(stage.receiver.url).port;
    const webhook = await stage.toldWebhook({ url: `https://stage.receiver.example:${port}/` });
    stage.startDeliverer({ ...publicOnly, resolve });
    const message = await stage.failedOnce(webhook);
    expect(message.error).toBe('the URL is refused: must not lead to an address that is not public');
    expect(asked).toEqual(['stage.receiver.example']);
    expect(stage.receiver.received).toEqual([]);
  });

  it('gets no message when private addresses were allowed at the creation of its webhook only', async () => {
    const webhook = await stage.toldWebhook();
    stage.startDeliverer(publicOnly);
    expect((await stage.failedOnce(webhook)).error).toBe('the URL is refused: must begin with https://');
    expect(stage.receiver.received).toEqual([]);
  });

  it('is resolved once for an attempt, and the connection is made to the address that was checked', async () => {
    const { port } = new URL(stage.receiver.url);
    let asked = 0;
    const resolve = (): Promise<string[]> => Promise.resolve([(asked += 1) === 1 ? '127.0.0.1' : '127.0.0.2']);
    const webhook = await stage.toldWebhook({ url: `http://stage.receiver.example:${port}/hook` });
    stage.startDeliverer({ resolve });
    await stage.settled(webhook, 'delivered');
    expect(asked).toBe(1);
    expect(stage.receiver.received[0]?.headers['host']).toBe(`stage.receiver.example:${port}`);
  });

  it('is not looked for longer than the time limit', async () => {
    const webhook = await stage.toldWebhook({ url: 'https://stage.receiver.example/' });
    stage.startDeliverer({ resolve: () => new Promise(() => undefined), timeoutMs: 200 });
    expect((await stage.failedOnce(webhook)).error).toBe('no answer within 0.2 s');
  });
});
