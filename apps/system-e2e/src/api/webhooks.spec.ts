import { allEnded, makeRecords, SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

const tasks = 30;
const env = { WEBHOOK_ALLOW_PRIVATE_ADDRESSES: 'true', WEBHOOK_SECRET_KEYS: Buffer.alloc(32, 1).toString('base64') };

interface Message {
  readonly headers: Record<string, string>;
  readonly body: string;
}

let system: System;
let ai: SlowAiService;
let receiver: Server;
let url: string;
let answer: (response: ServerResponse) => void = (response) => response.writeHead(200).end();
const received: Message[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  ai = await SlowAiService.start();
  const worker = { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: '2' };
  system = await System.start({
    apps: ['api-gateway', 'analysis-worker'],
    env: { 'analysis-worker': worker, 'api-gateway': env },
  });
  await system.startApp('api-gateway', 2);
});
afterAll(async () => {
  await system.stop();
  ai.stop();
  receiver.closeAllConnections();
  receiver.close();
});

/** The messages whose gateway died are due again when their lease ends; that is now. */
const endLeases = (): Promise<unknown> =>
  system.query(
    'update webhook_deliveries set leased_until = null, next_attempt_at = now() where leased_until is not null',
  );

const ids = (): (string | undefined)[] => received.map(({ headers }) => headers['webhook-id']);

describe('a webhook of a patient', () => {
  it('is told of every ending, signed, also when the gateways that send are killed', async () => {
    const patient = GatewayClient.patientOf(system);
    const events = ['task.succeeded', 'task.failed', 'task.revoked'];
    const created = await patient.post<{ webhook_id: string; secret: string }>('/webhooks', { url, events });
    const { webhook_id: webhookId, secret } = created.body;
    const records = await makeRecords(system, tasks);
    const taskIds: string[] = [];
    const submit = async (from: number, to: number): Promise<void> => {
      for (const record of records.slice(from, to)) taskIds.push(await patient.analyze(record));
    };
    // The receiver takes messages and does not answer: the gateways die between sending and recording.
    answer = () => undefined;
    await submit(0, tasks / 2);
    await waitFor(() => received.length >= 4, { what: 'messages to be sent' });
    await Promise.all([system.app('api-gateway').kill(), system.app('api-gateway-2').kill()]);
    const unanswered = ids();
    answer = (response) => response.writeHead(200).end();
    await Promise.all([system.startApp('api-gateway'), system.startApp('api-gateway', 2)]);
    await submit(tasks / 2, tasks - 1);
    const cancelled = await patient.analyze(records.at(-1) ?? '');
    await patient.delete(`/tasks/${cancelled}`);
    taskIds.push(cancelled);
    await allEnded(system, tasks, () => undefined);
    await endLeases();
    await waitFor(
      async () => {
        const rows = await system.query<{ state: string }>('select state from webhook_deliveries');
        return rows.length === tasks && rows.every(({ state }) => state === 'delivered');
      },
      { what: 'every message to be delivered', timeoutMs: 60_000 },
    );
    const verifier = new Verifier(secret);
    const told = received.map(({ headers, body }) => {
      const { type, data } = verifier.verify(body, headers) as { type: string; data: { task_id: string } };
      return `${headers['webhook-id'] ?? ''} ${data.task_id} ${type}`;
    });
    expect(new Set(told).size).toBe(tasks);
    expect([...new Set(told)].map((each) => each.split(' ')[1]).toSorted()).toEqual(taskIds.toSorted());
    for (const id of unanswered) expect(ids().filter((each) => each === id).length).toBeGreaterThanOrEqual(2);
    const list = await patient.get<{ deliveries: object[] }>(`/webhooks/${webhookId}/deliveries?limit=100`);
    expect(list.body.deliveries).toHaveLength(tasks);
  });
});
