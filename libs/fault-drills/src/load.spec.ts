import { waitFor } from '@vocalborn/system-harness';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayClient } from './gateway-client.js';
import { Load } from './load.js';
import { Remarks } from './outcome.js';

/** A gateway that accepts and finishes tasks as the test decides. */
class Gateway {
  /** Statuses of the next answers to POST /analyze, before it accepts with 202. */
  readonly refusals: number[] = [];
  readonly keys: string[] = [];
  readonly records: string[] = [];
  /** The state that every poll shows. */
  state = 'success';
  private tasks = 0;
  private constructor(readonly server: Server) {}

  static async start(): Promise<Gateway> {
    const server = createServer();
    const gateway = new Gateway(server);
    server.on('request', (request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        if (request.method === 'POST') gateway.accept(String(request.headers['idempotency-key']), body, response);
        else reply(response, 200, { status: gateway.state });
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private accept(key: string, body: string, response: ServerResponse): void {
    this.keys.push(key);
    this.records.push((JSON.parse(body) as { practice_record_id: string }).practice_record_id);
    const refusal = this.refusals.shift();
    if (refusal !== undefined) reply(response, refusal, { code: 'refused' });
    else reply(response, 202, { task_id: `t${(this.tasks += 1)}`, queue_position: 1 });
  }
}

const reply = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

describe('the load', () => {
  let gateway: Gateway;
  let remarks: Remarks;
  let load: Load;
  let free: string[];

  beforeEach(async () => {
    gateway = await Gateway.start();
    remarks = new Remarks();
    free = ['r1', 'r2', 'r3'];
  });
  afterEach(() => {
    load.stop();
    gateway.server.closeAllConnections();
    gateway.server.close();
  });

  const start = (tasks: number): Promise<void> => {
    load = new Load(new GatewayClient(gateway.url, 'token'), free, { tasks, perSecond: 1_000 }, remarks);
    return load.run();
  };

  it('submits the wanted number of tasks, with a key for each, and sees them end', async () => {
    await start(3);
    expect(load.accepted).toBe(3);
    expect(new Set(gateway.keys).size).toBe(3);
    await waitFor(() => load.ended === 3, { what: 'the clients to see the ends' });
    expect([...load.tasks.values()].map(({ final, queuePosition }) => [final, queuePosition])).toEqual([
      ...[1, 2, 3].map(() => ['SUCCESS', 1]),
    ]);
    expect(remarks.list()).toEqual([]);
  });

  it('uses a record again after its analysis ended', async () => {
    await start(7);
    expect(gateway.records).toHaveLength(7);
    expect(new Set(gateway.records)).toEqual(new Set(['r1', 'r2', 'r3']));
  });

  it.each(['pending', 'processing', 'retry'])('does not count a task that is %s as ended', async (state) => {
    gateway.state = state;
    await start(2);
    expect(load.ended).toBe(0);
    expect(free).toHaveLength(1);
  });

  it.each(['success', 'failure', 'revoked'])('keeps the final state %s', async (state) => {
    gateway.state = state;
    await start(1);
    await waitFor(() => load.ended === 1, { what: 'the end' });
    expect(load.tasks.get('t1')?.final).toBe(state.toUpperCase());
  });

  it('repeats a request with the same key during an outage, without a remark', async () => {
    gateway.refusals.push(503, 503);
    await start(1);
    expect(gateway.keys).toHaveLength(3);
    expect(new Set(gateway.keys).size).toBe(1);
    expect(remarks.list()).toEqual([]);
  });

  it('tries another record with a new key when the analysis of a record still runs', async () => {
    gateway.refusals.push(409);
    await start(1);
    expect(gateway.records).toEqual(['r1', 'r2']);
    expect(new Set(gateway.keys).size).toBe(2);
    expect(free).toContain('r1');
  });

  it('remarks on every other answer', async () => {
    gateway.refusals.push(500, 500, 404);
    await start(1);
    expect(remarks.list()).toEqual([
      'POST /analyze answered 500 refused (2 times)',
      'POST /analyze answered 404 refused',
    ]);
  });

  it('submits nothing while it is held', async () => {
    load = new Load(new GatewayClient(gateway.url, 'token'), free, { tasks: 1, perSecond: 1_000 }, remarks);
    load.hold();
    const running = load.run();
    expect(gateway.keys).toEqual([]);
    load.resume();
    await running;
    expect(load.accepted).toBe(1);
  });

  it('returns the ids of additional tasks', async () => {
    await start(1);
    expect((await load.submitMore(2)).toSorted()).toEqual(['t2', 't3']);
    expect(load.accepted).toBe(3);
  });
});
