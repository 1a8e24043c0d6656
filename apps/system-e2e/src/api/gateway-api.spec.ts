import { mintToken, System } from '@vocalborn/system-harness';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath, sentence } from '../http-client.js';

const patientId = '00000000-0000-4000-8000-000000000001';
const demoRecord = '00000000-0000-4000-8000-000000000031';

let system: System;
let patient: GatewayClient;
const as = (token: string | null): GatewayClient => new GatewayClient(system.gatewayUrl, token);

beforeAll(async () => {
  system = await System.start({ env: { 'api-gateway': { MAX_AUDIO_FILE_SIZE: '300000' } } });
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

describe('the caller', () => {
  it.each<[string, () => Promise<string | null>]>([
    ['without a token', () => Promise.resolve(null)],
    ['with an expired token', () => mint({ ttlSeconds: -60 })],
    ['with a forged token', () => mint({ secret: 'x'.repeat(40) })],
    ['with a token for another audience', () => mint({ audience: 'other' })],
    ['with no token at all but a word', () => Promise.resolve('nonsense')],
  ])('is refused %s', async (_, token) => {
    const { status, headers, body } = await as(await token()).post('/analyze', { practice_record_id: demoRecord });
    expect(status).toBe(401);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body).toMatchObject({ code: 'not-authenticated', type: 'urn:vocalborn:problem:not-authenticated' });
  });

  it('sees nothing of other people, not even that it exists', async () => {
    const other = as(system.tokens.otherPatient);
    const recordId = await patient.record(samplePath('audio/zh-patient.wav'));
    expect((await other.post('/analyze', { practice_record_id: recordId })).status).toBe(404);
    expect((await other.get(`/practice-records/${recordId}`)).status).toBe(404);
    const taskId = await patient.analyze(recordId);
    expect((await other.get(`/tasks/${taskId}`)).status).toBe(404);
    expect((await other.get(`/tasks/${taskId}/result`)).status).toBe(404);
    expect((await as(system.tokens.therapist).get(`/tasks/${taskId}`)).status).toBe(200);
    expect((await as(system.tokens.admin).get(`/tasks/${taskId}`)).status).toBe(200);
  });
});

describe('a malformed request', () => {
  it.each([
    [{}, 'practice_record_id'],
    [{ practice_record_id: 'x' }, 'practice_record_id'],
    [{ practice_record_id: demoRecord, params: 'x' }, 'params'],
    [{ practice_record_id: demoRecord, params: { a: 'x'.repeat(5_000) } }, 'params'],
    [{ practice_record_id: demoRecord, extra: 1 }, 'extra'],
  ])('is refused with the field at fault: %j', async (request, field) => {
    const { status, body } = await patient.post<{ errors: { field: string }[] }>('/analyze', request);
    expect(status).toBe(400);
    expect(body.errors.map((error) => error.field)).toEqual([field]);
  });

  it.each(['/%ff', '/tasks/%ff', `/tasks/${'x'.repeat(300)}`])('is refused when its address is %s', async (path) => {
    const { status, headers, body } = await patient.get<{ request_id: string }>(path);
    expect(status).toBe(400);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ code: 'invalid-request', errors: [{ field: 'path' }] });
    expect(headers.get('x-request-id')).toBe(body.request_id);
  });

  it('is refused when it is no JSON, too large, or of another type', async () => {
    expect((await patient.post('/analyze', '{"practice_record_id":')).status).toBe(400);
    expect((await patient.post('/analyze', JSON.stringify({ a: 'x'.repeat(100_000) }))).status).toBe(413);
    expect((await patient.post('/analyze', '<a/>', { 'Content-Type': 'text/xml' })).status).toBe(415);
    expect((await patient.get('/tasks/not-an-id')).body).toMatchObject({ code: 'invalid-request' });
    expect((await patient.get(`/tasks/${randomUUID()}`)).status).toBe(404);
    expect((await patient.get('/no/such/place')).body).toMatchObject({ code: 'not-found' });
  });
});

describe('an upload', () => {
  it('is refused without its parts, naming the one that is missing', async () => {
    const blob = new Blob(['RIFF----WAVE']);
    expect((await patient.uploadBlob(blob, 'x.wav', 'no-id')).body).toMatchObject({
      errors: [{ field: 'sentence_id' }],
    });
    expect((await patient.uploadBlob(blob, 'x.wav', randomUUID())).body).toMatchObject({
      errors: [{ field: 'sentence_id' }],
    });
    expect((await patient.uploadBlob(new Blob([]), 'x.wav')).body).toMatchObject({ errors: [{ field: 'audio' }] });
    expect((await patient.post('/practice-records', {})).status).toBe(400);
  });

  it('is refused in a format that is not supported, and when it is too large', async () => {
    const document = await patient.uploadBlob(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"/>']), 'x.wav');
    expect(document.status).toBe(415);
    expect(document.body['supported']).toContain('webm');
    const large = await patient.uploadBlob(new Blob(['RIFF----WAVE', new Uint8Array(300_000)]), 'x.wav');
    expect(large.status).toBe(413);
    expect(large.body).toMatchObject({ code: 'audio-too-large', max_bytes: 300_000 });
  });

  it('is taken with the form fields in any order, and by its content alone', async () => {
    const form = new FormData();
    form.append('audio', new Blob([new Uint8Array([0x1a, 0x45, 0xdf, 0xa3])]), 'blob');
    form.append('sentence_id', sentence.chinese);
    const response = await fetch(`${system.gatewayUrl}/practice-records`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${system.tokens.patient}` },
      body: form,
    });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ audio_content_type: 'audio/webm', record_status: 'recorded' });
  });
});

describe('asking for an analysis', () => {
  it('twice gives 409 with the running task, unless the idempotency key says that it is the same request', async () => {
    const recordId = await patient.record(samplePath('audio/zh-patient.wav'));
    const request = { practice_record_id: recordId };
    const key = { 'Idempotency-Key': randomUUID() };
    const first = await patient.post('/analyze', request, key);
    expect(first.status).toBe(202);
    const again = await patient.post('/analyze', request, key);
    expect([again.status, again.body['task_id']]).toEqual([202, first.body['task_id']]);
    const other = await patient.post('/analyze', { ...request, params: { other: true } }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    await patient.until(String(first.body['task_id']), 'success');
  });

  it('by a therapist is allowed for their clients', async () => {
    const recordId = await patient.record(samplePath('audio/zh-patient-short.wav'));
    const { status } = await as(system.tokens.therapist).post('/analyze', { practice_record_id: recordId });
    expect(status).toBe(202);
  });
});

describe('a list of tasks', () => {
  interface TaskList {
    readonly tasks: readonly { task_id: string; status: string; user_id: string; practice_record_id: string }[];
    readonly next_cursor: string | null;
  }
  const list = (client: GatewayClient, query = '') => client.get<TaskList>(`/tasks${query}`);

  it('holds what the caller may see, the newest first, page by page', async () => {
    const made: string[] = [];
    for (let count = 0; count < 3; count += 1) made.unshift(await patient.analyzeSample());
    for (const client of [patient, as(system.tokens.therapist), as(system.tokens.admin)]) {
      const first = await list(client, '?limit=2');
      expect(first.status).toBe(200);
      expect(first.body.tasks.map((task) => task.task_id)).toEqual(made.slice(0, 2));
      expect(first.body.tasks[0]).toMatchObject({ user_id: patientId, queue_position: expect.toSatisfy(isPlace) });
      const second = await list(client, `?limit=2&cursor=${first.body.next_cursor ?? ''}`);
      expect(second.body.tasks[0]?.task_id).toBe(made[2]);
    }
    expect((await list(as(system.tokens.otherPatient))).body).toEqual({ tasks: [], next_cursor: null });
    expect((await list(as(null))).status).toBe(401);
    await Promise.all(made.map((taskId) => patient.until(taskId, 'success')));
  });

  it('holds those of a status or of a record', async () => {
    const taskId = await patient.analyzeSample();
    const { practice_record_id: record } = (await patient.until(taskId, 'success')) as unknown as TaskList['tasks'][0];
    const ofRecord = await list(patient, `?practice_record_id=${record}&status=success`);
    expect(ofRecord.body.tasks.map((task) => task.task_id)).toEqual([taskId]);
    expect((await list(patient, `?practice_record_id=${record}&status=failure`)).body.tasks).toEqual([]);
    expect((await list(as(system.tokens.otherPatient), `?practice_record_id=${record}`)).body.tasks).toEqual([]);
  });

  it.each([
    'status=done',
    'practice_record_id=x',
    'limit=0',
    'limit=101',
    'limit=',
    'limit=1.5',
    'cursor=x',
    'user_id=x',
  ])('is refused with the field at fault: %s', async (query) => {
    const { status, body } = await patient.get<{ errors: { field: string }[] }>(`/tasks?${query}`);
    expect(status).toBe(400);
    expect([...new Set(body.errors.map((error) => error.field))]).toEqual([query.split('=')[0]]);
  });
});

describe('what anyone may read', () => {
  it('is the retry policy, the documentation, health and metrics', async () => {
    const anyone = as(null);
    const { body } = await anyone.get<{ rules: { error_kind: string; delays_seconds: number[] }[] }>('/retry-policy');
    expect(body.rules.map((rule) => [rule.error_kind, rule.delays_seconds])).toEqual([
      ['network', [30, 60, 120, 240, 480]],
      ['ai_service', [60, 60, 60]],
      ['file', []],
      ['timeout', [120, 120]],
      ['unclassified', [60, 60, 60]],
    ]);
    expect((await anyone.get<{ paths: object }>('/openapi.json')).body.paths).toHaveProperty('/tasks/{task_id}/result');
    for (const path of ['/docs', '/metrics', '/health/live', '/health/ready', '/health/startup']) {
      expect((await fetch(system.gatewayUrl + path)).status).toBe(200);
    }
  });

  it('is not the list of sentences', async () => {
    expect((await as(null).get('/sentences')).status).toBe(401);
    const { body } = await patient.get<{ sentences: { sentence_id: string }[] }>('/sentences');
    expect(body.sentences.map((each) => each.sentence_id)).toContain(sentence.chinese);
  });
});

const isPlace = (value: unknown): boolean => value === null || Number(value) >= 1;

function mint(changes: { ttlSeconds?: number; secret?: string; audience?: string }): Promise<string> {
  return mintToken({ sub: patientId, role: 'patient', secret: system.wiring.jwtSecret, ...changes });
}
