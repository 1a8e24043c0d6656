import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audioStoreContract } from './audio-store.contract.js';
import { openAudioStore } from './open-store.js';

let server: S3rver;
let folder: string;
let endpoint: string;
const limits = { maxBytes: 20 * 2 ** 20 };

beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = process.env['AWS_SECRET_ACCESS_KEY'] = 'S3RVER';
  folder = await mkdtemp(join(tmpdir(), 'audio-store-s3-'));
  const configureBuckets = [{ name: 'speech', configs: [] }];
  server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory: folder, configureBuckets });
  endpoint = `http://127.0.0.1:${(await server.run()).port}`;
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const open = (at = endpoint) => openAudioStore(`s3://speech/clinic?endpoint=${at}`);

audioStoreContract('a bucket', () => open());

describe('a bucket', () => {
  it('stores and returns a recording of many parts', async () => {
    const store = await open();
    const chunks = Array.from({ length: 12 }, (_, index) => Buffer.alloc(2 ** 20, index));
    await store.put('recordings/large.wav', Readable.from(chunks), limits);
    const fetched = await store.fetch('recordings/large.wav', limits);
    expect(Buffer.concat(chunks).equals(await buffer(Readable.from(fetched.chunks())))).toBe(true);
  });

  it('keeps nothing of an interrupted upload of many parts', async () => {
    const store = await open();
    const broken = Readable.from(
      (function* () {
        for (let part = 0; part < 12; part += 1) yield Buffer.alloc(2 ** 20);
        throw new Error('connection lost');
      })(),
    );
    await expect(store.put('recordings/torn.wav', broken, limits)).rejects.toThrow();
    await expect(store.fetch('recordings/torn.wav', limits)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('stores below its prefix only', async () => {
    await (await open()).put('recordings/mine.wav', Readable.from(['ab']), limits);
    const names = await readdir(join(folder, 'speech'));
    expect(names.filter((name) => !name.startsWith('.'))).toEqual(['clinic']);
  });
});

describe('a store that refuses', () => {
  const servers: Server[] = [];
  afterAll(() => {
    for (const each of servers) each.closeAllConnections();
    for (const each of servers) each.close();
  });

  async function refusing(answer: RequestListener): Promise<string> {
    const stand = createServer(answer);
    servers.push(stand);
    await new Promise<void>((resolve) => stand.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(stand.address() as AddressInfo).port}`;
  }
  const refusal =
    (status: number, code: string): RequestListener =>
    (_, reply) =>
      void reply.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);

  it.each([
    [404, 'NoSuchKey', 'not-found'],
    [403, 'AccessDenied', 'not-found'],
    [403, 'SignatureDoesNotMatch', 'unavailable'],
    [403, 'RequestTimeTooSkewed', 'unavailable'],
    [404, 'NoSuchBucket', 'unavailable'],
    [500, 'InternalError', 'unavailable'],
    [503, 'SlowDown', 'unavailable'],
  ])('reports %i %s as %s', async (status, code, expected) => {
    const store = await open(await refusing(refusal(status, code)));
    await expect(store.fetch('recordings/one.wav', limits)).rejects.toMatchObject({ code: expected });
  });

  it('is unavailable when nobody listens or the answer is interrupted', async () => {
    const breaking = await refusing((_, reply) => {
      reply.writeHead(200, { 'content-length': 1_000 }).write('ab', () => reply.destroy());
    });
    for (const address of ['http://127.0.0.1:1', breaking]) {
      const fetched = (await open(address)).fetch('recordings/one.wav', limits);
      await expect(fetched).rejects.toMatchObject({ code: 'unavailable' });
    }
  });

  it('refuses an upload that the service forbids', async () => {
    const store = await open(await refusing(refusal(403, 'AccessDenied')));
    const stored = store.put('recordings/one.wav', Readable.from(['ab']), limits);
    await expect(stored).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.check()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('the address of a bucket', () => {
  it.each([
    ['s3://?region=x', 'no bucket'],
    ['s3://speech?endpoint=ftp://x', 'http'],
    ['s3://speech?secret=x', 'secret'],
  ])('is refused as %s', async (address, message) => {
    await expect(openAudioStore(address)).rejects.toThrow(message);
  });
});
