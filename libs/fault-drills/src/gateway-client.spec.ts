import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayClient } from './gateway-client.js';

describe('the client of the drills', () => {
  let server: Server;
  let client: GatewayClient;
  let answer: (response: ServerResponse) => void;
  const seen: { method?: string; url?: string; headers: IncomingHttpHeaders; body: string }[] = [];

  beforeEach(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('latin1').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        seen.push({ method: request.method!, url: request.url!, headers: request.headers, body });
        answer(response);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = new GatewayClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'a-token');
    seen.length = 0;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const json = (status: number, body: unknown, type = 'application/json') => {
    answer = (response) => void response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  };

  it('sends the token, the record and the idempotency key', async () => {
    json(202, { task_id: 't' });
    expect(await client.analyze('r', 'key')).toMatchObject({ status: 202, body: { task_id: 't' } });
    expect(seen).toMatchObject([
      {
        ...{ method: 'POST', url: '/analyze', body: '{"practice_record_id":"r"}' },
        headers: { authorization: 'Bearer a-token', 'idempotency-key': 'key' },
      },
    ]);
  });

  it.each([409, 422, 429, 500, 503])('returns a problem with status %i as an answer', async (status) => {
    json(status, { code: 'why' }, 'application/problem+json');
    expect(await client.poll('t')).toEqual({
      ...{ status, contentType: 'application/problem+json', body: { code: 'why' } },
    });
    expect(seen[0]?.url).toBe('/tasks/t');
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['a connection that breaks before the answer', (response) => response.destroy()],
    [
      'a body that breaks off',
      (response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"status":', () => response.destroy());
      },
    ],
    [
      'a body that is no JSON',
      (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>'),
    ],
  ])('counts %s as no answer', async (_, behave) => {
    answer = behave;
    expect(await client.poll('t')).toMatchObject({ status: 0 });
  });

  it('counts a refused connection as no answer', async () => {
    server.close();
    await once(server, 'close');
    expect(await client.poll('t')).toEqual({ status: 0, contentType: '', body: {} });
  });
});
