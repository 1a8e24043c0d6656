import { System, waitFor } from '@vocalborn/system-harness';
import { type Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath, sentence } from '../http-client.js';

let system: System;
let patient: GatewayClient;
let meta: Redis;

beforeAll(async () => {
  system = await System.start();
  patient = GatewayClient.patientOf(system);
  meta = await system.redisClient(1);
});
afterAll(async () => {
  meta.disconnect();
  await system.stop();
});

async function overallScore(path: string, sentenceId: string = sentence.chinese): Promise<number> {
  const taskId = await patient.analyze(await patient.record(path, { sentenceId }));
  await patient.until(taskId, 'success');
  return Number((await patient.get(`/tasks/${taskId}/result`)).body['overall_score']);
}

describe('an analysis from upload to result', () => {
  it('is accepted at once, shows its steps, and gives a result', async () => {
    const recordId = await patient.record(samplePath('audio/zh-patient.wav'));
    const accepted = await patient.post('/analyze', { practice_record_id: recordId });
    expect(accepted.status).toBe(202);
    expect(accepted.body).toMatchObject({ status: 'pending', queue_position: 1 });
    const taskId = String(accepted.body['task_id']);
    expect(accepted.headers.get('location')).toBe(`/tasks/${taskId}`);

    const done = await patient.until(taskId, 'success', 'failure');
    expect(done).toMatchObject({ status: 'success', progress: 100, current_step: '分析完成', error: null });
    expect(done.worker_name).toMatch(/^worker1@.+/);
    const progress = done.steps.map((step) => step.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress).toEqual(expect.arrayContaining([10, 40, 90, 100]));

    const { status, body } = await patient.get(`/tasks/${taskId}/result`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ task_id: taskId, result_id: done.result_id });
    expect(body['overall_score']).toBeGreaterThan(30);
    expect(body['suggestions']).toMatch(/\p{Script=Han}/u);
    expect(body['processing_time_seconds']).toBeGreaterThan(0);

    const record = await patient.get(`/practice-records/${recordId}`);
    expect(record.body).toMatchObject({ record_status: 'ai_analyzed', ai_task_id: taskId });
    expect(record.body['audio_duration']).toBeCloseTo(8.17, 1);
  });

  it('has a picture for those who may see the result, in their language', async () => {
    const taskId = await patient.analyzeSample('zh-patient');
    await patient.until(taskId, 'success');
    const draw = (token: string, query = '', language = 'zh-TW') =>
      fetch(`${system.gatewayUrl}/tasks/${taskId}/result/picture.svg${query}`, {
        headers: { authorization: `Bearer ${token}`, 'accept-language': language },
      });
    const picture = await draw(system.tokens.patient);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    const svg = await picture.text();
    expect(svg).toMatch(/^<svg .*示範音的音調.*<\/svg>$/);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(2);
    expect(await (await draw(system.tokens.therapist, '?theme=dark', 'en')).text()).toContain('your melody');
    expect((await draw(system.tokens.patient, '?theme=pink')).status).toBe(400);
    expect((await draw(system.tokens.otherPatient)).status).toBe(404);
  });

  it('names its steps in English for those who ask', async () => {
    const taskId = await patient.analyze(
      await patient.record(samplePath('audio/en-patient.mp3'), { sentenceId: sentence.english }),
    );
    await patient.until(taskId, 'success');
    const { body } = await patient.get<{ current_step: string }>(`/tasks/${taskId}`, { 'Accept-Language': 'en' });
    expect(body.current_step).toBe('Analysis complete');
  });

  it('keeps its state in Redis as Celery would, during and after', async () => {
    const taskId = await patient.analyzeSample('zh-patient');
    const key = `celery-task-meta-${taskId}`;
    const during = await waitFor(
      async () => {
        const hash = await meta.hgetall(key);
        return hash['status'] === 'PROCESSING' ? hash : null;
      },
      { what: 'the task to be processed' },
    );
    expect(during).toMatchObject({
      task_id: taskId,
      result: 'null',
      traceback: 'null',
      children: '[]',
      date_done: 'null',
    });
    expect(Number(during['progress'])).toBeGreaterThanOrEqual(10);
    expect(during['worker_name']).toMatch(/^worker1@/);
    expect(during['started_at']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const done = await patient.until(taskId, 'success');
    const after = await meta.hgetall(key);
    expect(after).toMatchObject({ status: 'SUCCESS', progress: '100', result_id: done.result_id });
    expect(JSON.parse(after['result'] ?? '')).toEqual({ result_id: done.result_id });
    expect(after['date_done']).not.toBe('null');
    const ttl = await meta.ttl(key);
    expect(ttl).toBeGreaterThan(3_500);
    expect(ttl).toBeLessThanOrEqual(3_600);
  });

  it('gives the same score within 2 points for the same recording in every format', async () => {
    const scores: number[] = [];
    for (const format of ['mp3', 'm4a', 'webm', 'ogg', 'flac']) {
      scores.push(await overallScore(samplePath(`formats/zh-patient.${format}`)));
    }
    expect(Math.max(...scores) - Math.min(...scores)).toBeLessThan(2);
  });

  it('scores the example itself near 100 and another sentence low', async () => {
    expect(await overallScore(samplePath('audio/zh-example.wav'))).toBeGreaterThanOrEqual(97);
    expect(await overallScore(samplePath('audio/en-example.wav'))).toBeLessThan(30);
  });

  it('is shown from the ledger when the result cache has lost it', async () => {
    const taskId = await patient.analyzeSample();
    const cached = await patient.until(taskId, 'success');
    await meta.del(`celery-task-meta-${taskId}`);
    const { body } = await patient.get(`/tasks/${taskId}`);
    expect(body).toMatchObject({ status: 'success', progress: 100, result_id: cached.result_id });
    expect(body['steps']).toHaveLength(cached.steps.length);
  });

  it('fails with the kind "file" for a text that only begins as audio does, and the record can be submitted again', async () => {
    const text = new Blob(['RIFF----WAVE', 'This is no recording at all.\n'.repeat(100)]);
    const { body } = await patient.uploadBlob(text, 'recording.wav');
    const recordId = String(body['practice_record_id']);
    const taskId = await patient.analyze(recordId);
    const failed = await patient.until(taskId, 'failure', 'success', 'retry');
    expect(failed).toMatchObject({ status: 'failure', retry_count: 0, max_retries: 0, error: { kind: 'file' } });
    const hash = await meta.hgetall(`celery-task-meta-${taskId}`);
    expect(hash).toMatchObject({ status: 'FAILURE', error_kind: 'file', retry_count: '0', max_retries: '0' });
    expect(hash['traceback']).toContain('TaskError');
    expect(hash['failed_at']).toBe(hash['date_done']);
    expect((await patient.get(`/practice-records/${recordId}`)).body).toMatchObject({ record_status: 'recorded' });
    const result = await patient.get(`/tasks/${taskId}/result`);
    expect(result.status).toBe(409);
    expect(result.body).toMatchObject({ code: 'task-not-finished', status: 409, task_status: 'failure' });
    expect((await patient.post('/analyze', { practice_record_id: recordId })).status).toBe(202);
  });
});
