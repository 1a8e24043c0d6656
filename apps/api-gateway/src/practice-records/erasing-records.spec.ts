import { seedIds } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wave } from '../fixtures/forms.js';
import { StartedGateway, type CallerName } from '../fixtures/started-gateway.js';

let gateway: StartedGateway;
beforeAll(async () => {
  gateway = await StartedGateway.start();
});
afterAll(() => gateway.stop());

const sentence = { name: 'sentence_id', content: seedIds.chineseSentence };
const audio = { name: 'audio', content: wave('recorded'), file: { name: 'a.wav', type: 'audio/wav' } };
const upload = async (as: CallerName = 'patient'): Promise<string> =>
  String((await gateway.upload([sentence, audio], { as })).body.practice_record_id);
const erase = (recordId: string, as: CallerName = 'patient') =>
  gateway.ask('DELETE', `/practice-records/${recordId}`, { as });
const audioOf = async (recordId: string): Promise<string> => {
  const statement = 'select audio_key from practice_records where practice_record_id = $1';
  const [row] = await gateway.database.query<{ audio_key: string }>(statement, [recordId]);
  return join(gateway.audioFolder.path, row!.audio_key);
};

describe('DELETE /practice-records/{id}', () => {
  it('erases the record with its recording, and is answered with 404 the second time', async () => {
    const recordId = await upload();
    const file = await audioOf(recordId);
    expect(existsSync(file)).toBe(true);
    expect(await erase(recordId)).toMatchObject({ status: 204, body: '' });
    expect(existsSync(file)).toBe(false);
    expect(await gateway.ask('GET', `/practice-records/${recordId}`)).toMatchObject({ status: 404 });
    expect(await erase(recordId)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it.each(['PENDING', 'PROCESSING', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED'] as const)(
    'erases a record whose task is %s, and the task is gone',
    async (state) => {
      const taskId = await gateway.task(state);
      const recordId = await gateway.recordOf(taskId);
      expect((await erase(recordId)).status).toBe(204);
      for (const path of [`/tasks/${taskId}`, `/tasks/${taskId}/result`, `/practice-records/${recordId}`])
        expect(await gateway.ask('GET', path)).toMatchObject({ status: 404 });
      const { body } = await gateway.ask('GET', `/tasks?practice_record_id=${recordId}`);
      expect(body.tasks).toEqual([]);
      expect(await gateway.ask('POST', '/analyze', { body: { practice_record_id: recordId } })).toMatchObject({
        status: 404,
      });
    },
  );

  it.each<[CallerName, number]>([
    ['otherPatient', 404],
    ['otherTherapist', 404],
    ['therapist', 403],
    ['admin', 204],
    ['patient', 204],
  ])('by %s is answered with %i', async (as, status) => {
    const recordId = await upload();
    expect((await erase(recordId, as)).status).toBe(status);
    expect((await gateway.ask('GET', `/practice-records/${recordId}`)).status).toBe(status === 204 ? 404 : 200);
  });

  it('of the own record of a therapist erases it', async () => {
    expect((await erase(await upload('therapist'), 'therapist')).status).toBe(204);
  });

  it('notes who erased whose record', async () => {
    const recordId = await upload();
    await erase(recordId, 'admin');
    const statement = 'select user_id, erased_by, role from erasures where practice_record_id = $1';
    expect(await gateway.database.query(statement, [recordId])).toEqual([
      { user_id: seedIds.patient, erased_by: seedIds.admin, role: 'admin' },
    ]);
  });

  it('frees the idempotency key of its tasks', async () => {
    const submit = async () => {
      const body = { practice_record_id: await upload() };
      const answer = await gateway.ask('POST', '/analyze', { body, headers: { 'idempotency-key': 'once' } });
      return { recordId: body.practice_record_id, status: answer.status };
    };
    const first = await submit();
    expect((await submit()).status).toBe(422);
    await erase(first.recordId);
    expect((await submit()).status).toBe(202);
  });

  it('refuses an id that is none, and answers 404 for an unknown one', async () => {
    expect(await erase('x')).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await erase(randomUUID())).toMatchObject({ status: 404, body: { field: 'practice_record_id' } });
    expect(await erase(randomUUID(), 'admin')).toMatchObject({ status: 404 });
  });
});
