import { System, temporaryFolder } from '@vocalborn/system-harness';
import { randomUUID } from 'node:crypto';
import S3rver from 's3rver';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

const folder = temporaryFolder('vocalborn-s3');
const bucket = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory: folder.path,
  configureBuckets: [{ name: 'speech', configs: [] }],
});
let system: System;

beforeAll(async () => {
  const { port } = await bucket.run();
  const store = {
    AUDIO_STORE_URL: `s3://speech/recordings?endpoint=http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
  };
  system = await System.start({ env: { 'api-gateway': store, 'analysis-worker': store } });
});
afterAll(async () => {
  await system.stop();
  await bucket.close();
  folder.remove();
});

it('a recording in a bucket is analysed like one in a folder, and one that vanished fails as a file error', async () => {
  const patient = GatewayClient.patientOf(system);
  const sentenceId = randomUUID();
  await system.query(`insert into sentences (sentence_id, text, language) values ($1, '今天', 'zh-TW')`, [sentenceId]);
  const record = (): Promise<string> => patient.record(samplePath('audio/zh-patient.wav'), { sentenceId });
  const end = async (recordId: string) => patient.until(await patient.analyze(recordId), 'success', 'failure');
  expect((await end(await record())).status).toBe('success');

  const vanished = await record();
  const forget = `update practice_records set audio_key = 'recordings/none.wav' where practice_record_id = $1`;
  await system.query(forget, [vanished]);
  expect(await end(vanished)).toMatchObject({ status: 'failure', error: { kind: 'file' } });
});
