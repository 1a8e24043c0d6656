import { waitFor } from '@vocalborn/system-harness';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { refusedFields, StartedGateway, type Answer, type CallerName } from '../fixtures/started-gateway.js';

const limit = 5;
let gateway: StartedGateway;
let receiver: Server;
let url: string;
let status: number;
const received: string[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']));
    request.resume().on('end', () => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  gateway = await StartedGateway.start({
    WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true',
    WEBHOOKS_PER_USER: String(limit),
    WEBHOOK_SECRET_KEYS: Buffer.alloc(32, 3).toString('base64'),
  });
});
afterAll(async () => {
  await gateway.stop();
  receiver.close();
});
afterEach(() => gateway.database.query('delete from webhooks'));

const create = (body: object = {}, as: CallerName = 'patient'): Promise<Answer> => {
  status = 204;
  return gateway.ask('POST', '/webhooks', { as, body: { url, events: ['task.succeeded', 'task.failed'], ...body } });
};

interface Created {
  readonly webhook_id: string;
  readonly secret: string;
}

/** A webhook of the patient. */
const createOwn = async (): Promise<Created> => (await create()).body as Created;

interface ListedDelivery {
  readonly delivery_id: string;
  readonly status: string;
  readonly attempts: number;
}

async function deliveries(webhookId: string): Promise<ListedDelivery[]> {
  const { body } = await gateway.ask('GET', `/webhooks/${webhookId}/deliveries`);
  return (body as { deliveries: ListedDelivery[] }).deliveries;
}

const settled = (webhookId: string, attempts = 1): Promise<ListedDelivery> =>
  waitFor(
    async () => (await deliveries(webhookId)).find((each) => each.status !== 'pending' && each.attempts === attempts),
    { what: 'the message to be settled' },
  );

describe('creating a webhook', () => {
  it('answers with its address and its secret, which is not shown again and not stored in the clear', async () => {
    const created = await create();
    const { webhook_id: webhookId, secret, ...shown } = created.body as Created;
    expect(created).toMatchObject({ status: 201, headers: { location: `/webhooks/${webhookId}` } });
    expect(shown).toEqual({
      ...{ url, events: ['task.succeeded', 'task.failed'], created_at: expect.any(String) },
      ...{ failing_since: null, disabled_at: null, disabled_reason: null },
    });
    expect(Buffer.from(secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32);
    const read = await gateway.ask('GET', `/webhooks/${webhookId}`);
    expect(read).toMatchObject({ status: 200, body: { webhook_id: webhookId, ...shown } });
    const stored = JSON.stringify(await gateway.database.query('select * from webhooks'));
    for (const text of [JSON.stringify(read.body), stored]) expect(text).not.toContain(secret.replace(/^whsec_/, ''));
  });

  it.each<[string, object, string]>([
    ['an address that is none', { url: 'receiver' }, 'url'],
    ['a metadata address', { url: 'http://169.254.169.254/' }, 'url'],
    ['a name and a password', { url: 'https://a:b@127.0.0.1/' }, 'url'],
    ['no event', { events: [] }, 'events'],
    ['an unknown event', { events: ['task.started'] }, 'events'],
    ['a field that does not exist', { secret: 'x' }, 'secret'],
  ])('is refused with %s', async (_, body, field) => {
    const refused = await create(body);
    expect(refused.status).toBe(400);
    expect(refusedFields(refused.body)).toEqual([field]);
  });

  it('is refused beyond the limit, for this user only', async () => {
    for (let count = 0; count < limit; count += 1) expect((await create()).status).toBe(201);
    expect(await create()).toMatchObject({ status: 409, body: { code: 'too-many-webhooks', max_webhooks: limit } });
    expect((await create({}, 'therapist')).status).toBe(201);
  });
});

describe('where private addresses are not allowed', () => {
  let strict: StartedGateway;
  beforeAll(async () => {
    strict = await StartedGateway.start();
  });
  afterAll(() => strict.stop());

  it.each(['https://127.0.0.1/', 'https://localhost./', 'https://10.1.2.3:8443/', 'https://[::1]/', 'http://1.1.1.1/'])(
    'a webhook is refused that leads to %s',
    async (address) => {
      const body = { url: address, events: ['task.failed'] };
      const refused = await strict.ask('POST', '/webhooks', { body });
      expect(refused.status).toBe(400);
      expect(refusedFields(refused.body)).toEqual(['url']);
    },
  );
});

describe('the list of webhooks', () => {
  it('has those of the caller, page by page, the newest first', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift((await createOwn()).webhook_id);
    await create({}, 'otherPatient');
    const first = await gateway.ask('GET', '/webhooks?limit=2');
    const second = await gateway.ask('GET', `/webhooks?limit=2&cursor=${first.body.next_cursor}`);
    const listed = [...first.body.webhooks, ...second.body.webhooks] as { webhook_id: string }[];
    expect(listed.map(({ webhook_id: id }) => id)).toEqual(ids);
    expect(second.body.next_cursor).toBeNull();
    const wrong = await gateway.ask('GET', '/webhooks?cursor=x');
    expect(refusedFields(wrong.body)).toEqual(['cursor']);
  });
});

describe('the webhook of another person', () => {
  const [taskWebhook, message] = [':webhook', randomUUID()];

  it.each([
    ['GET', taskWebhook],
    ['DELETE', taskWebhook],
    ['POST', `${taskWebhook}/enable`],
    ['POST', `${taskWebhook}/roll-secret`],
    ['GET', `${taskWebhook}/deliveries`],
    ['POST', `${taskWebhook}/deliveries/${message}/redeliver`],
  ])('does not exist for %s /webhooks/%s, whoever asks', async (method, path) => {
    const { webhook_id: webhookId } = await createOwn();
    for (const as of ['otherPatient', 'therapist', 'admin'] as const) {
      for (const id of [webhookId, randomUUID()]) {
        const answer = await gateway.ask(method, `/webhooks/${path.replace(taskWebhook, id)}`, { as });
        expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
      }
    }
    expect((await gateway.ask('GET', `/webhooks/${webhookId}`)).status).toBe(200);
  });

  it('needs a token to be asked for', async () => {
    expect((await gateway.ask('GET', '/webhooks', { as: 'nobody' })).status).toBe(401);
  });
});

describe('the messages of a webhook', () => {
  it('are sent when tasks end, are listed, and are sent again on request', async () => {
    const { webhook_id: webhookId } = await createOwn();
    const taskId = await gateway.task('SUCCESS');
    await gateway.task('REVOKED');
    const message = await settled(webhookId);
    expect(await deliveries(webhookId)).toHaveLength(1);
    expect(message).toEqual({
      ...{ delivery_id: expect.any(String), event: 'task.succeeded', task_id: taskId, status: 'delivered' },
      ...{ practice_record_id: await gateway.recordOf(taskId), attempts: 1, last_attempt_at: expect.any(String) },
      ...{ last_response_status: 204, error: null, next_attempt_at: null, created_at: expect.any(String) },
    });
    const path = `/webhooks/${webhookId}/deliveries/${message.delivery_id}/redeliver`;
    expect((await gateway.ask('POST', path)).status).toBe(202);
    await settled(webhookId, 2);
    expect(received.filter((id) => id === message.delivery_id)).toHaveLength(2);
  });

  it('of a disabled webhook are refused until it is enabled', async () => {
    const { webhook_id: webhookId } = await createOwn();
    status = 410;
    await gateway.task('FAILURE');
    const { delivery_id: deliveryId } = await settled(webhookId);
    const disabled = { disabled_reason: 'gone', disabled_at: expect.any(String) };
    expect((await gateway.ask('GET', `/webhooks/${webhookId}`)).body).toMatchObject(disabled);
    const path = `/webhooks/${webhookId}/deliveries/${deliveryId}/redeliver`;
    expect(await gateway.ask('POST', path)).toMatchObject({ status: 409, body: { code: 'webhook-disabled' } });
    status = 200;
    const enabled = await gateway.ask('POST', `/webhooks/${webhookId}/enable`);
    expect(enabled).toMatchObject({ status: 200, body: { disabled_reason: null, disabled_at: null } });
    expect((await gateway.ask('POST', path)).status).toBe(202);
    expect(await settled(webhookId, 2)).toMatchObject({ status: 'delivered' });
  });

  it('are listed page by page, the newest first', async () => {
    const { webhook_id: webhookId } = await createOwn();
    const tasks: string[] = [];
    for (let count = 0; count < 3; count += 1) tasks.unshift(await gateway.task('SUCCESS'));
    const path = `/webhooks/${webhookId}/deliveries?limit=2`;
    const first = await gateway.ask('GET', path);
    const second = await gateway.ask('GET', `${path}&cursor=${first.body.next_cursor}`);
    const listed = [...first.body.deliveries, ...second.body.deliveries] as { task_id: string }[];
    expect(listed.map(({ task_id: id }) => id)).toEqual(tasks);
    expect(second.body.next_cursor).toBeNull();
  });

  it('are gone with their webhook', async () => {
    const { webhook_id: webhookId } = await createOwn();
    await gateway.task('SUCCESS');
    expect((await gateway.ask('DELETE', `/webhooks/${webhookId}`)).status).toBe(204);
    expect((await gateway.ask('GET', `/webhooks/${webhookId}/deliveries`)).status).toBe(404);
    expect(await gateway.database.query('select from webhook_deliveries')).toEqual([]);
  });

  it('are counted', async () => {
    const { webhook_id: webhookId } = await createOwn();
    await gateway.task('SUCCESS');
    await settled(webhookId);
    const metrics = String((await gateway.ask('GET', '/metrics', { as: 'nobody' })).body);
    expect(metrics).toMatch(/vocalborn_webhook_attempts_total\{outcome="delivered",.*\} [1-9]/);
    expect(metrics).toMatch(/vocalborn_webhook_messages_waiting\{.*\} 0/);
    expect(metrics).toMatch(/vocalborn_webhook_oldest_waiting_seconds\{.*\} 0/);
  });
});

describe('a new secret', () => {
  it('is shown once, and the previous one signs for a day longer', async () => {
    const { webhook_id: webhookId, secret } = await createOwn();
    const rolled = await gateway.ask('POST', `/webhooks/${webhookId}/roll-secret`);
    expect(rolled).toMatchObject({ status: 200, body: { secret: expect.stringMatching(/^whsec_/) } });
    expect(rolled.body.secret).not.toBe(secret);
    const days = (Date.parse(rolled.body.previous_secret_until as string) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(1, 1);
  });
});
