import { waitFor } from '@vocalborn/system-harness';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import v8 from 'node:v8';
import vm from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { AiServiceClient } from './ai-service-client.js';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

const calls = 20;
const recording = {
  sample: { size: 1, chunks: () => [Buffer.from('x')] },
  reference: null,
  text: '你好',
  language: 'zh-TW',
};
const reason = new Error('the task was cancelled');

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A service that says nothing any more after it has begun its answer, and counts the clients that leave. */
async function silentService(status: number, firstWords: string) {
  const seen = { begun: 0, left: 0 };
  server = createServer((incoming, reply) => {
    incoming.resume().once('end', () => {
      reply.writeHead(status).flushHeaders();
      if (firstWords !== '') reply.write(firstWords);
      seen.begun += 1;
    });
    incoming.socket.once('close', () => (seen.left += 1));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('an abort reaches an answer that has begun, though garbage was collected meanwhile', () => {
  it.each([
    ['silent after its headers', 200, ''],
    ['silent after some progress', 200, '{"stage":"decoding","progress":5}\n'],
    ['a refusal that does not come to its end', 503, '{"type":'],
  ])('%s', async (_, status, firstWords) => {
    const { seen, url } = await silentService(status, firstWords);
    const client = new AiServiceClient(url, 'key');
    const stops = Array.from({ length: calls }, () => new AbortController());
    const ends: unknown[] = [];
    for (const { signal } of stops) {
      void client.analyze(recording, { signal, onStage: () => undefined }).catch((e: unknown) => ends.push(e));
    }
    await waitFor(() => seen.begun === calls, { what: 'every answer to begin' });
    // The headers are to have come in, and some garbage collections to have passed.
    let rounds = 0;
    await waitFor(() => (collectGarbage(), (rounds += 1) === 5), { what: 'garbage to be collected' });
    for (const stop of stops) stop.abort(reason);
    await waitFor(() => seen.left === calls, { what: 'every client to leave', timeoutMs: 5_000 });
    await waitFor(() => ends.length === calls, { what: 'every call to end', timeoutMs: 5_000 });
    expect(ends).toEqual(stops.map(() => reason));
  });
});
