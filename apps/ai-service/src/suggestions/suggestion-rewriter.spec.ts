import { analysisResultSchema, type AnalysisResult } from '@vocalborn/ai-contract';
import { createLogger } from '@vocalborn/observability';
import { waitFor } from '@vocalborn/system-harness';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import v8 from 'node:v8';
import vm from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { SuggestionRewriter, type LanguageModel } from './suggestion-rewriter.js';

const result: AnalysisResult = {
  overall_score: 71,
  pronunciation_accuracy: 75,
  fluency_score: 60,
  rhythm_score: 64,
  level: 2,
  suggestions: '說得不錯。停頓比示範音多了約 0.8 秒。',
  improvement_areas: [
    { code: 'long-pauses', start: null, end: null, message: { 'zh-TW': '停頓較多。', 'en-US': 'Long pauses.' } },
  ],
  detailed_analysis: {
    segments: [],
    timing: {
      speech_seconds: 1,
      pause_seconds: 0,
      pause_count: 0,
      pauses: [],
      reference_speech_seconds: null,
      reference_pause_seconds: null,
      tempo_ratio: null,
    },
    pitch: {
      median_f0_hz: null,
      f0_range_semitones: null,
      voiced_fraction: 0,
      contour: { time_step_seconds: 0.01, start_seconds: 0, f0_hz: [] },
      contour_correlation: null,
    },
    intensity: { mean_db: -20, range_db: 10 },
  },
  metadata: {
    audio_duration: 1,
    reference_duration: null,
    sample_rate: 16_000,
    detected_language: null,
    confidence_level: 0.5,
    audio_format: 'wav',
  },
  analysis_model_version: 'x',
};

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Seen {
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A language model that answers as told; what it was asked is kept. */
async function model(answer: RequestListener): Promise<{ languageModel: LanguageModel; seen: Seen[] }> {
  const seen: Seen[] = [];
  server = createServer((request, reply) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      seen.push({ path: request.url, headers: request.headers, body });
      answer(request, reply);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
  return { languageModel: { baseUrl, model: 'small', apiKey: 'a key', timeoutMs: 300 }, seen };
}

const saying =
  (content: unknown, status = 200): RequestListener =>
  (_, reply) =>
    void reply.writeHead(status).end(JSON.stringify({ choices: [{ message: { content } }] }));

const logger = createLogger({ name: 'test', level: 'silent' });
const rewriter = (languageModel: LanguageModel | null) => new SuggestionRewriter(languageModel, logger);
const never = new AbortController().signal;

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;

describe('suggestions', () => {
  it('are rewritten by the model, which is told scores and advice and nothing of the patient', async () => {
    const { languageModel, seen } = await model(saying(' 很棒！下次試著少停頓約 0.8 秒。 '));
    const rewritten = await rewriter(languageModel).rewrite(result, 'zh-TW', never);
    expect(rewritten.suggestions).toBe('很棒！下次試著少停頓約 0.8 秒。');
    expect(analysisResultSchema.parse(rewritten).metadata['suggestions_source']).toBe('llm');
    expect(rewritten).toMatchObject({ overall_score: 71, improvement_areas: result.improvement_areas });
    expect(seen[0]).toMatchObject({ path: '/v1/chat/completions', headers: { authorization: 'Bearer a key' } });
    const { messages, model: asked } = JSON.parse(seen[0]!.body) as { messages: { content: string }[]; model: string };
    expect(asked).toBe('small');
    expect(Object.keys(JSON.parse(messages[1]!.content) as object)).toEqual([
      'suggestions',
      'improvement_areas',
      'scores',
    ]);
  });

  it('stay as they are without a model', async () => {
    const kept = await rewriter(null).rewrite(result, 'zh-TW', never);
    expect(kept).toMatchObject({ suggestions: result.suggestions, metadata: { suggestions_source: 'rules' } });
  });

  it.each<[string, RequestListener]>([
    ['refuses', saying('好的，很好。', 500)],
    ['never answers', () => undefined],
    ['breaks off', (_, reply) => void reply.writeHead(200).write('{"choices"', () => reply.destroy())],
    ['answers nonsense', (_, reply) => void reply.end('<html>')],
    ['answers null', (_, reply) => void reply.end('null')],
    ['says nothing', saying('   ')],
    ['says no text', saying({ text: '好' })],
    ['says far too much', saying('好'.repeat(1_300))],
    ['speaks another language', saying('Well done, a few more rounds.')],
    ['sends without end', (_, reply) => void reply.write('x'.repeat(70_000))],
    ['sends elsewhere', (_, reply) => void reply.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()],
  ])('stay as they are when the model %s, which is then left alone for a while', async (_, answer) => {
    const { languageModel, seen } = await model(answer);
    const subject = rewriter(languageModel);
    for (let time = 0; time < 2; time += 1) {
      const kept = await subject.rewrite(result, 'zh-TW', never);
      expect(kept).toMatchObject({ suggestions: result.suggestions, metadata: { suggestions_source: 'rules' } });
    }
    expect(seen).toHaveLength(1);
  });

  it.each<[string, RequestListener]>([
    ['before its answer', () => undefined],
    ['in the middle of it', (_, reply) => void reply.writeHead(200).write('{"choices"')],
  ])('stay as they are when the model falls silent %s and garbage is collected meanwhile', async (_, answer) => {
    let left = 0;
    const { languageModel } = await model((request, reply) => {
      request.socket.once('close', () => (left += 1));
      answer(request, reply);
    });
    const kept: AnalysisResult[] = [];
    for (let time = 0; time < 10; time += 1) {
      void rewriter(languageModel)
        .rewrite(result, 'zh-TW', never)
        .then((one) => kept.push(one));
    }
    await waitFor(() => (collectGarbage(), left === 10 && kept.length === 10), {
      what: 'every limit',
      timeoutMs: 30_000,
    });
    expect(kept.every(({ metadata }) => metadata['suggestions_source'] === 'rules')).toBe(true);
  });

  it('are given at once when nobody waits for them any more', async () => {
    const { languageModel } = await model(() => undefined);
    const kept = await rewriter(languageModel).rewrite(result, 'zh-TW', AbortSignal.abort());
    expect(kept.suggestions).toBe(result.suggestions);
  });
});
