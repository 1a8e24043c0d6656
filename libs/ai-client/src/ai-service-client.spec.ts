import { waitFor } from '@vocalborn/system-harness';
import { classifyError, TaskError } from '@vocalborn/task';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { aiResult } from './fixtures/ai-result.js';
import { AiServiceClient } from './ai-service-client.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serving(listener: RequestListener): Promise<AiServiceClient> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new AiServiceClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'key');
}

const request = {
  sample: { size: 1, chunks: () => [Buffer.from('x')] },
  reference: null,
  text: '你好',
  language: 'zh-TW',
};
const options = { signal: AbortSignal.timeout(5_000), onStage: () => undefined };

async function failureOf(listener: RequestListener, signal = options.signal): Promise<unknown> {
  const client = await serving(listener);
  return client.analyze(request, { ...options, signal }).then(
    () => null,
    (error: unknown) => error,
  );
}

const answering =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (incoming, reply) => {
    incoming.resume();
    reply.writeHead(status, headers).end(body);
  };

const problem = (status: number, code: string): string =>
  JSON.stringify({ type: 'urn:x', title: 'x', status, detail: 'x', code });

describe('what the ai-service answers decides about the retry', () => {
  it.each([
    ['413 for the size', answering(413, problem(413, 'audio-too-large')), 'file'],
    ['415 for the format', answering(415, problem(415, 'unsupported-format')), 'file'],
    ['422 for damage', answering(422, problem(422, 'undecodable-audio')), 'file'],
    ['401', answering(401, problem(401, 'unauthorized')), 'ai_service'],
    ['a plain 404', answering(404, 'not found'), 'ai_service'],
    ['429', answering(429, ''), 'ai_service'],
    ['500', answering(500, problem(500, 'analysis-failed')), 'ai_service'],
    ['503', answering(503, problem(503, 'queue-full')), 'ai_service'],
    ['a body that is no JSON', answering(200, '<html>'), 'ai_service'],
    ['an invalid result', answering(200, '{"result":{"overall_score":"high"}}\n'), 'ai_service'],
    ['an answer without a result', answering(200, '{"stage":"decoding","progress":5}\n'), 'ai_service'],
    ['a problem in mid-stream', answering(200, `{"problem":${problem(422, 'audio-silent')}}\n`), 'file'],
    ['a connection that breaks', ((_, reply) => reply.socket?.destroy()) satisfies RequestListener, 'network'],
    [
      'a connection that breaks in mid-answer',
      ((incoming, reply) => {
        incoming.resume();
        reply.writeHead(200, { 'Content-Length': '1000' });
        reply.write('{"stage":"decoding","progress":5}\n', () => reply.socket?.destroy());
      }) satisfies RequestListener,
      'network',
    ],
  ] as const)('%s', async (_, listener, kind) => {
    expect(classifyError(await failureOf(listener))).toBe(kind);
  });

  it('silence beyond the time limit', async () => {
    const silent: RequestListener = (incoming) => incoming.resume();
    expect(classifyError(await failureOf(silent, AbortSignal.timeout(50)))).toBe('timeout');
  });

  it.each([
    ['7', 7_000],
    ['999999', 3_600_000],
    ['soon', undefined],
  ])('and "Retry-After: %s" about when', async (header, expected) => {
    const error = await failureOf(answering(503, '', { 'Retry-After': header }));
    expect(error).toBeInstanceOf(TaskError);
    expect((error as TaskError).retryAfterMs).toBe(expected);
  });

  it('and its own text never reaches users', async () => {
    const error = await failureOf(answering(422, problem(422, 'undecodable-audio')));
    expect((error as Error).message).toBe('The recording is damaged or is not audio.');
  });
});

describe('the request', () => {
  it('carries the key, the recording and the sentence, and reports the stages in order', async () => {
    let body = '';
    let authorization: string | undefined;
    const lines = ['queued', 'decoding', 'measuring'].map((stage, index) =>
      JSON.stringify({ stage, progress: index * 10 }),
    );
    const client = await serving((incoming, reply) => {
      authorization = incoming.headers.authorization;
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => reply.writeHead(200).end(lines.join('\n')));
    });
    const seen: string[] = [];
    const onStage = (stage: string): void => void seen.push(stage);
    await expect(client.analyze(request, { ...options, onStage })).rejects.toThrow('ended its answer too early');
    expect(seen).toEqual(['queued', 'decoding', 'measuring']);
    expect(authorization).toBe('Bearer key');
    expect(body).toContain('你好');
    expect(body).toContain('name="sample"');
  });
});

describe('the connections', () => {
  const resultLine = `${JSON.stringify({ result: aiResult })}\n`;

  it('are used again by the next call', async () => {
    let connections = 0;
    const client = await serving(answering(200, resultLine));
    server?.on('connection', () => (connections += 1));
    for (let call = 0; call < 5; call += 1) {
      await client.analyze(request, options);
      await new Promise(setImmediate);
    }
    expect(connections).toBe(1);
  });

  it('that the service closed meanwhile are replaced without an error', async () => {
    const used = new Set<unknown>();
    let isBroken = false;
    const client = await serving((incoming, reply) => {
      const isUsedAgain = used.has(incoming.socket);
      used.add(incoming.socket);
      if (isUsedAgain && !isBroken) {
        isBroken = true;
        incoming.socket.destroy();
      } else {
        answering(200, resultLine)(incoming, reply);
      }
    });
    const callUntilBroken = async (): Promise<boolean> => {
      await client.analyze(request, options);
      return isBroken;
    };
    await waitFor(callUntilBroken, { what: 'a call on a connection that breaks' });
  });

  it('carry a recording that is not in memory, and break when it cannot be read', async () => {
    let received = 0;
    const client = await serving((incoming, reply) => {
      incoming.on('data', (chunk: Buffer) => (received += chunk.length));
      incoming.on('end', () => reply.end(resultLine));
      incoming.on('error', () => undefined);
    });
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (let piece = 0; piece < 3; piece += 1) yield await Promise.resolve(Buffer.alloc(500_000));
    };
    const sample = { size: 1_500_000, chunks: pieces };
    await client.analyze({ ...request, sample }, options);
    expect(received).toBeGreaterThan(sample.size);
    const unreadable = new Error('the store is away');
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.alloc(500_000));
      throw unreadable;
    };
    const failing = client.analyze({ ...request, sample: { size: 1_500_000, chunks: broken } }, options);
    await expect(failing).rejects.toBe(unreadable);
  });
});
