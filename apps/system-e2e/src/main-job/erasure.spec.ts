import { System, waitFor } from '@vocalborn/system-harness';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System;
let patient: GatewayClient;
beforeAll(async () => {
  system = await System.start();
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

/** Tables that keep who did what and when: the log of erasures. */
const logs = ['erasures'];

/** The tables in which a text occurs, in any column. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await system.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await system.query(`select from ${name} t where strpos(t::text, $1) > 0 limit 1`, [text]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

/** The keys whose name or value has the text. */
async function redisKeysWith(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const database of [0, 1] as const) {
    const redis = await system.redisClient(database);
    const keys = (await redis.keys('*')).map((key) => key.slice(system.servers.keyPrefix.length));
    for (const key of keys) {
      const dump = await redis.dumpBuffer(key);
      const hash = (await redis.type(key)) === 'hash' ? JSON.stringify(await redis.hgetall(key)) : '';
      if (key.includes(text) || dump.includes(text) || hash.includes(text)) found.push(key);
    }
    redis.disconnect();
  }
  return found;
}

/** The files of a folder whose name or content has the bytes. */
async function filesWith(folder: string, wanted: Buffer): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(paths.map((path) => readFile(path)));
  return paths.filter((path, index) => path.includes(wanted.toString('latin1')) || contents[index]?.includes(wanted));
}

/** Where something occurs, except in the logs of erasures. */
async function placesOf(text: string): Promise<string[]> {
  const files = await filesWith(system.wiring.audioFolder, Buffer.from(text));
  return [
    ...(await tablesWith(text)).filter((table) => !logs.includes(table)),
    ...(await redisKeysWith(text)),
    ...files.filter((file) => !file.includes('/erasures/')),
  ];
}

it('an erased record leaves nothing of its recording, parameters, result and tasks anywhere', async () => {
  const sample = samplePath('audio/zh-patient-short.wav');
  const recording = await readFile(sample);
  const sound = recording.subarray(recording.length / 2, recording.length / 2 + 64);
  // The sample itself is in the store as part of the development data.
  const before = await filesWith(system.wiring.audioFolder, sound);
  const recordId = await patient.record(sample);
  const note = 'a remark about this patient';
  const request = { practice_record_id: recordId, params: { note } };
  const { body } = await patient.post<{ task_id: string }>('/analyze', request, {
    'Idempotency-Key': 'key-of-a-patient',
  });
  const taskId = body.task_id;
  const { result_id: resultId } = await patient.until(taskId, 'success');
  const written = [recordId, taskId, String(resultId), note, 'key-of-a-patient'];
  for (const text of written) expect([text, await placesOf(text)]).not.toEqual([text, []]);
  expect(await filesWith(system.wiring.audioFolder, sound)).toHaveLength(before.length + 1);

  expect(await patient.delete(`/practice-records/${recordId}`)).toMatchObject({ status: 204 });
  expect(await patient.delete(`/practice-records/${recordId}`)).toMatchObject({ status: 404 });
  expect(await patient.get(`/tasks/${taskId}`)).toMatchObject({ status: 404 });
  expect(await filesWith(system.wiring.audioFolder, sound)).toEqual(before);
  expect(await placesOf(note)).toEqual([]);

  // Ten minutes later the marks that fence off late writers go too.
  await system.query(`update erasures set requested_at = requested_at - interval '11 minutes'`);
  const finished = 'select from erasures where finished_at is not null';
  await waitFor(async () => (await system.query(finished)).length === 1, { what: 'the erasure to be finished' });
  for (const text of written) expect([text, await placesOf(text)]).toEqual([text, []]);
  for (const text of [...written.filter((each) => each !== taskId), system.tokens.patient])
    expect([text, await filesWith(system.logFolder, Buffer.from(text))]).toEqual([text, []]);
});

it('a record is erased while its analysis runs, and the worker goes on with other work', async () => {
  const recordId = await patient.record(samplePath('audio/zh-patient.wav'));
  const taskId = await patient.analyze(recordId);
  await patient.until(taskId, 'processing');
  expect(await patient.delete(`/practice-records/${recordId}`)).toMatchObject({ status: 204 });
  await patient.until(await patient.analyzeSample(), 'success');
  await waitFor(async () => (await redisKeysWith(taskId)).every((key) => key.startsWith('celery-task-meta-')), {
    what: 'the job of the erased record to leave the queue',
  });
  expect((await tablesWith(taskId)).filter((table) => !logs.includes(table))).toEqual([]);
});
