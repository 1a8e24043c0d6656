import { describe, expect, it } from 'vitest';
import { ApiError, createGatewayClient, createMonitorClient, dataOf, gateway, monitor } from './index.js';
import { refuse, serveInTurn, type Respond } from './fixtures/server.js';

const json =
  (body: unknown, status = 200): Respond =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  };

describe('dataOf', () => {
  it('gives the body of an answer', async () => {
    const { url } = await serveInTurn(json({ name: 'operator', may_act: true }));
    const client = createMonitorClient({ baseUrl: url });
    expect(await dataOf(monitor.readMe({ client }))).toEqual({ name: 'operator', may_act: true });
  });

  it.each<[string, Respond, number, string]>([
    ['a problem', refuse(404, "Unknown task 'x'"), 404, "Unknown task 'x'"],
    ['a body that is no JSON', refuse(503), 503, 'Service Unavailable'],
    ['a problem without a detail', json({ title: 'no' }, 409), 409, 'Conflict'],
    ['a detail that is no text', json({ detail: 5 }, 400), 400, 'Bad Request'],
    ['an empty body', (response) => response.writeHead(401).end(), 401, 'Unauthorized'],
  ])('throws the status and the detail of %s', async (_, respond, status, detail) => {
    const { url } = await serveInTurn(respond);
    const request = dataOf(monitor.readMe({ client: createMonitorClient({ baseUrl: url }) }));
    await expect(request).rejects.toBeInstanceOf(ApiError);
    await expect(request).rejects.toMatchObject({ status, detail });
  });

  it('throws status 0 when no answer comes', async () => {
    const client = createMonitorClient({ baseUrl: 'http://127.0.0.1:1' });
    await expect(dataOf(monitor.readMe({ client }))).rejects.toMatchObject({ status: 0, detail: '' });
  });
});

describe('the generated clients', () => {
  it('put ids into the path and fields into the query', async () => {
    const { url, requests } = await serveInTurn(json({}));
    const client = createMonitorClient({ baseUrl: url, headers: { Authorization: 'Bearer t' } });
    await monitor.listTaskPage({ client, query: { limit: 50, search: 'a&b' } });
    await monitor.shutDownWorker({ client, path: { name: 'worker@host/1' } });
    expect(requests.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      'GET /api/tasks/page?limit=50&search=a%26b',
      'POST /api/worker/shutdown/worker%40host%2F1',
    ]);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer t', 'Bearer t']);
  });

  it('send bodies as JSON', async () => {
    const task = { task_id: '00000000-0000-4000-8000-000000000001', status: 'pending', queue_position: 1 };
    const bodies: unknown[] = [];
    const { url } = await serveInTurn((response, request) => {
      request.setEncoding('utf8').on('data', (text: string) => bodies.push(JSON.parse(text)));
      request.on('end', () => json(task, 202)(response, request));
    });
    const client = createGatewayClient({ baseUrl: url });
    const body = { practice_record_id: '00000000-0000-4000-8000-000000000002' };
    expect(await dataOf(gateway.analyze({ client, body }))).toEqual(task);
    expect(bodies).toEqual([body]);
  });
});
