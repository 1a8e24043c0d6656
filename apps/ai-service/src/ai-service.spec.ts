import { aiStreamLineSchema, analysisResultSchema, aiProblemSchema, type AiStreamLine } from '@vocalborn/ai-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convert, longRecording, makeWav, readSample } from './fixtures/recordings.js';
import { startService, until, type Service } from './fixtures/service.js';

type Parts = Record<string, Uint8Array | string>;

function form(parts: Parts): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(parts)) {
    if (typeof value === 'string') data.append(name, value);
    // The name lies about the format on purpose: content decides.
    else data.append(name, new Blob([value as Uint8Array<ArrayBuffer>]), 'recording.bin');
  }
  return data;
}

const post = (service: Service, parts: Parts, init: RequestInit = {}) =>
  fetch(`${service.url}/analyze`, { method: 'POST', body: form(parts), ...init });
const lines = { headers: { accept: 'application/x-ndjson' } };
const example = readSample('zh-example.wav');
const parseLines = (text: string): AiStreamLine[] =>
  text
    .trim()
    .split('\n')
    .map((line) => aiStreamLineSchema.parse(JSON.parse(line)));

interface Health {
  status: string;
  queue: { running: number; waiting: number; capacity: number };
}
const health = async (service: Service) => (await (await fetch(`${service.url}/health`)).json()) as Health;

describe('analysing', () => {
  let service: Service;
  beforeAll(
    async () =>
      void (service = await startService({ MAX_AUDIO_DURATION_SECONDS: '20', MAX_AUDIO_FILE_SIZE: '2000000' })),
  );
  afterAll(() => service.process.kill('SIGKILL'));

  it('scores the example against itself with 97 or more', async () => {
    const response = await post(service, {
      sample: example,
      reference: example,
      text: '今天天氣很好',
      language: 'zh-TW',
    });
    expect(response.status).toBe(200);
    const result = analysisResultSchema.parse(await response.json());
    expect(result.overall_score).toBeGreaterThanOrEqual(97);
    expect(result.metadata).toMatchObject({ audio_format: 'wav', damaged_frames: 0 });
  });

  it('scores the same clip within 2 points whatever format and rate it comes in', async () => {
    const encoded: Record<string, Uint8Array> = {
      wav: convert('zh-example.wav', '-ar', '48000', '-f', 'wav'),
      mp3: convert('zh-example.wav', '-ar', '48000', '-b:a', '96k', '-f', 'mp3'),
      m4a: convert('zh-example.wav', '-ar', '48000', '-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov'),
      webm: convert('zh-example.wav', '-c:a', 'libopus', '-f', 'webm'),
      ogg: convert('zh-example.wav', '-c:a', 'libopus', '-f', 'ogg'),
      flac: convert('zh-example.wav', '-f', 'flac'),
    };
    for (const reference of [example, readSample('zh-patient.wav')]) {
      const scores = await Promise.all(
        Object.entries(encoded).map(async ([format, sample]) => {
          const result = analysisResultSchema.parse(await (await post(service, { sample, reference })).json());
          expect(result.metadata.audio_format).toBe(format);
          return result.overall_score!;
        }),
      );
      expect(Math.max(...scores) - Math.min(...scores)).toBeLessThanOrEqual(2);
    }
  });

  it('answers without scores when there is no example', async () => {
    const result = analysisResultSchema.parse(await (await post(service, { sample: example })).json());
    expect([result.overall_score, result.level]).toEqual([null, null]);
  });

  it('sends a line as each stage begins and the result last', async () => {
    const response = await post(service, { sample: example, reference: example }, lines);
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    const parsed = parseLines(await response.text());
    const stages = parsed.flatMap((line) => ('stage' in line ? [line.stage] : []));
    const progress = parsed.flatMap((line) => ('stage' in line ? [line.progress] : []));
    expect(stages).toEqual(['queued', 'decoding', 'measuring', 'comparing', 'scoring']);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(parsed.at(-1)).toHaveProperty('result.overall_score');
  });

  const silent = makeWav(1, () => 0);
  const refusals: ReadonlyArray<readonly [string, Parts, number, string, object]> = [
    ['no sample', { text: 'x' }, 400, 'invalid-request', { field: 'sample' }],
    ['an unknown language', { sample: example, language: 'xx' }, 400, 'invalid-request', { field: 'language' }],
    ['an unknown file', { sample: example, picture: example }, 400, 'invalid-request', { field: 'picture' }],
    ['too many bytes', { sample: makeWav(100, () => 0) }, 413, 'audio-too-large', { part: 'sample' }],
    [
      'a letter instead of a recording',
      { sample: Buffer.from('a letter') },
      415,
      'unsupported-format',
      { part: 'sample' },
    ],
    ['a header alone', { sample: example.slice(0, 44) }, 422, 'undecodable-audio', { part: 'sample' }],
    ['an empty file', { sample: new Uint8Array(0) }, 422, 'undecodable-audio', { part: 'sample' }],
    ['silence', { sample: silent }, 422, 'audio-silent', { part: 'sample' }],
    ['a silent example', { sample: example, reference: silent }, 422, 'audio-silent', { part: 'reference' }],
    ['a click', { sample: makeWav(0.1, (i) => Math.sin(i)) }, 422, 'audio-too-short', { part: 'sample' }],
    ['a lecture', { sample: makeWav(30, (i) => Math.sin(i)) }, 422, 'audio-too-long', { part: 'sample' }],
  ];
  it.each(refusals)('refuses %s', async (_, parts, status, code, more) => {
    const response = await post(service, parts);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.status).toBe(status);
    expect(aiProblemSchema.parse(await response.json())).toMatchObject({ status, code, ...more });
  });

  it('refuses a body that is no form', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${service.url}/analyze`, { method: 'POST', body: '{}', headers });
    expect([response.status, aiProblemSchema.parse(await response.json()).code]).toEqual([400, 'invalid-request']);
  });

  it('tells a fault that is found while streaming in the last line, and one before by the status', async () => {
    const late = await post(service, { sample: silent }, lines);
    expect(late.status).toBe(200);
    expect(parseLines(await late.text()).at(-1)).toMatchObject({ problem: { code: 'audio-silent', part: 'sample' } });
    expect((await post(service, { text: 'x' }, lines)).status).toBe(400);
  });

  it('counts analyses by outcome', async () => {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    expect(text).toMatch(/ai_analyses_total\{outcome="succeeded",app="ai-service"\} \d+/);
    expect(text).toMatch(/ai_analyses_total\{outcome="audio-silent",app="ai-service"\} \d+/);
    expect(text).toContain('ai_analysis_duration_seconds_bucket');
    expect(text).toContain('process_cpu_seconds_total');
  });
});

describe('access', () => {
  let service: Service;
  beforeAll(async () => void (service = await startService({ AI_SERVICE_API_KEY: 'right' })));
  afterAll(() => service.process.kill('SIGKILL'));

  it.each([[{}], [{ authorization: 'Bearer wrong' }], [{ 'x-api-key': 'right ' + 'x' }]])(
    'is denied with %o',
    async (headers) => {
      const response = await post(service, { sample: example }, { headers: headers as Record<string, string> });
      expect([response.status, aiProblemSchema.parse(await response.json()).code]).toEqual([401, 'unauthorized']);
    },
  );

  it.each([[{ authorization: 'Bearer right' }], [{ 'x-api-key': 'right' }]])('is granted with %o', async (headers) => {
    expect((await post(service, { sample: example }, { headers: headers as Record<string, string> })).status).toBe(200);
  });

  it.each(['/health', '/health/live', '/health/ready', '/health/startup', '/metrics'])('%s is open', async (path) => {
    expect((await fetch(service.url + path)).status).toBe(200);
  });
});

describe('one thread and one place in the queue', () => {
  let service: Service;
  const busy = longRecording();
  beforeAll(async () => void (service = await startService({ ANALYSIS_POOL_SIZE: '1', ANALYSIS_QUEUE_LIMIT: '1' })));
  afterAll(() => service.process.kill('SIGKILL'));

  it('refuse a third analysis, and serve again once clients have left', async () => {
    const leave = new AbortController();
    const clients = [1, 2].map(() =>
      post(service, { sample: busy, reference: busy }, { signal: leave.signal }).catch(
        (error: unknown) => (error as Error).name,
      ),
    );
    await until(async () => (await health(service)).queue.waiting === 1);
    expect((await health(service)).queue).toEqual({ reading: 0, running: 1, waiting: 1, capacity: 2 });
    const third = await post(service, { sample: example });
    expect([third.status, third.headers.get('retry-after')]).toEqual([503, '5']);
    expect(aiProblemSchema.parse(await third.json()).code).toBe('queue-full');
    leave.abort();
    expect(await Promise.all(clients)).toEqual(['AbortError', 'AbortError']);
    await until(async () => (await health(service)).queue.running === 0);
    expect((await post(service, { sample: example })).status).toBe(200);
  });
});

describe('after a large job', () => {
  it('its memory is given back', async () => {
    const service = await startService({ ANALYSIS_POOL_SIZE: '1', ANALYSIS_IDLE_SECONDS: '1' });
    const megabytes = async () => {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      return Number(/^process_resident_memory_bytes\S* (\S+)$/m.exec(text)?.[1]) / 1e6;
    };
    // What the first job loads stays.
    expect((await post(service, { sample: example })).status).toBe(200);
    const usual = await megabytes();
    const large = makeWav(120, (i) => 0.4 * Math.sin(i / 20) * Math.sin(i / 3_000));
    expect((await post(service, { sample: large })).status).toBe(200);
    const grown = (await megabytes()) - usual;
    expect(grown).toBeGreaterThan(40);
    await until(async () => (await megabytes()) - usual < 0.7 * grown);
    expect((await post(service, { sample: example })).status).toBe(200);
    service.process.kill('SIGKILL');
  });
});

describe('shutdown', () => {
  it('finishes the running analysis, turns others away, and ends with 0', async () => {
    const service = await startService({ ANALYSIS_POOL_SIZE: '1' });
    const response = await post(service, { sample: longRecording() }, lines);
    service.process.kill('SIGTERM');
    await until(async () => (await health(service)).status === 'stopping');
    expect((await post(service, { sample: example })).status).toBe(503);
    expect(parseLines(await response.text()).at(-1)).toHaveProperty('result');
    expect(await service.exit).toBe(0);
  });

  it('aborts what still runs after the grace, and ends with 0', async () => {
    const service = await startService({ SHUTDOWN_GRACE_SECONDS: '0' });
    const response = await post(service, { sample: longRecording(), reference: longRecording() }, lines);
    service.process.kill('SIGTERM');
    expect(parseLines(await response.text()).at(-1)).toHaveProperty('problem.code', 'analysis-failed');
    expect(await service.exit).toBe(0);
  });

  it('refuses to start with wrong settings and lists them all', async () => {
    await expect(startService({ PORT: 'x', ANALYSIS_POOL_SIZE: '0' })).rejects.toThrow('ended with 78');
  });
});
