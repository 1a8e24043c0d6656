import { temporaryFolder } from '@vocalborn/system-harness';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DrilledSystem } from './drilled-system.js';
import { GatewayClient } from './gateway-client.js';
import { RecordPool } from './record-pool.js';

describe('the pool of records', () => {
  const folder = temporaryFolder('record-pool');
  let gateway: Server;
  let uploads: number;
  /** The number of uploads after which the gateway refuses. */
  let space: number;
  let pool: RecordPool;

  beforeEach(async () => {
    [uploads, space] = [0, Infinity];
    gateway = createServer((request, response) => {
      request.resume().once('end', () => {
        const [status, body] =
          uploads < space ? [201, { practice_record_id: `r${(uploads += 1)}` }] : [507, { code: 'full' }];
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    }).listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    const sourceRecording = join(folder.path, 'drill.wav');
    writeFileSync(sourceRecording, 'RIFF');
    const patient = new GatewayClient(`http://127.0.0.1:${(gateway.address() as AddressInfo).port}`, 'a token');
    pool = new RecordPool({ patient, sourceRecording } as unknown as DrilledSystem);
  });
  afterEach(() => {
    gateway.closeAllConnections();
    gateway.close();
  });

  it('uploads a record for each task, and only those that are missing', async () => {
    expect(await pool.take(2)).toEqual(['r1', 'r2']);
    expect(await pool.take(3)).toEqual(['r1', 'r2', 'r3']);
    expect(await pool.take(1)).toEqual(['r1', 'r2', 'r3']);
    expect(uploads).toBe(3);
  });

  it('has at most 200 records', async () => {
    expect(await pool.take(500)).toHaveLength(200);
    expect(uploads).toBe(200);
  });

  it('gives a list that its taker may change', async () => {
    (await pool.take(2)).length = 0;
    expect(await pool.take(2)).toEqual(['r1', 'r2']);
  });

  it('tells what a refused upload answered, and keeps the records that it has', async () => {
    space = 1;
    await expect(pool.take(2)).rejects.toThrow('an upload answered 507: {"code":"full"}');
    space = 2;
    expect(await pool.take(2)).toEqual(['r1', 'r2']);
  });
});
