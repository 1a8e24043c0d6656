import { makeRecords, submitAll, System, waitFor } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';

let system: System;
let patient: GatewayClient;
beforeAll(async () => {
  system = await System.start({ isPooled: true });
  patient = GatewayClient.patientOf(system);
});
afterAll(() => system.stop());

describe('behind a pgbouncer in transaction mode', () => {
  it('a recording is uploaded, analysed, shown and erased', async () => {
    const recordId = await patient.record(samplePath('audio/zh-patient-short.wav'));
    const taskId = await patient.analyze(recordId);
    expect(await patient.until(taskId, 'success', 'failure')).toMatchObject({ status: 'success' });
    expect(await patient.get(`/tasks/${taskId}/result`)).toMatchObject({ status: 200 });
    expect(await patient.delete(`/practice-records/${recordId}`)).toMatchObject({ status: 204 });
    expect(await patient.get(`/tasks/${taskId}`)).toMatchObject({ status: 404 });
  });

  it('many tasks at once succeed, and recovery finds those that Redis lost', async () => {
    const records = await makeRecords(system, 30);
    await submitAll(system, records);
    const redis = await system.redisClient(0);
    await redis.flushall();
    redis.disconnect();
    const done = `select from ai_analysis_tasks where practice_record_id = any ($1) and status = 'SUCCESS'`;
    const allDone = async (): Promise<boolean> => (await system.query(done, [records])).length === records.length;
    await waitFor(allDone, { what: 'all to succeed', timeoutMs: 120_000 });
  });

  it('every session ends statements and idle transactions after the time of the apps', async () => {
    const sessions = await system.query<{ settings: string[] }>(
      `select setconfig as settings from pg_db_role_setting join pg_database d on d.oid = setdatabase
       where datname = current_database()`,
    );
    expect(sessions[0]?.settings).toEqual(
      expect.arrayContaining(['statement_timeout=15000ms', 'idle_in_transaction_session_timeout=15000ms', 'jit=off']),
    );
  });
});
