import { followEvents, readGatewayEvent, type TaskChange } from '@vocalborn/client';
import { SeededRandom } from '@vocalborn/fault-drills';
import { makeRecords, SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';

const tasks = 60;
const listeners = 4;
const seed = Number(process.env['EVENTS_SEED'] ?? randomInt(1, 1_000_000));

let system: System;
let ai: SlowAiService;
beforeAll(async () => {
  ai = await SlowAiService.start();
  const worker = { AI_SERVICE_URL: ai.url, CELERY_WORKER_CONCURRENCY: '2' };
  system = await System.start({ apps: ['api-gateway', 'analysis-worker'], env: { 'analysis-worker': worker } });
});
afterAll(async () => {
  await system.stop();
  ai.stop();
});

/** A client of the stream of all tasks, which closes its connection after a few messages and resumes. */
class RestlessListener {
  readonly received: TaskChange[] = [];
  readonly #leaving = new AbortController();

  constructor(private readonly random: SeededRandom) {}

  get ended(): number {
    return this.received.filter(({ status }) => status === 'success').length;
  }

  async listen(): Promise<void> {
    let lastEventId: string | undefined;
    while (!this.#leaving.signal.aborted) {
      let left = this.random.between(1, 40);
      for await (const message of followEvents(`${system.gatewayUrl}/events`, {
        headers: () => ({ Authorization: `Bearer ${system.tokens.patient}` }),
        signal: this.#leaving.signal,
        lastEventId,
        backoff: { firstMs: 50, longestMs: 500 },
      })) {
        lastEventId = message.id;
        const event = readGatewayEvent(message);
        if (event?.event === 'task') this.received.push(event.data);
        left -= 1;
        if (left === 0) break;
      }
    }
  }

  leave(): void {
    this.#leaving.abort();
  }
}

type Seen = Pick<TaskChange, 'task_id' | 'attempt' | 'status' | 'step' | 'progress' | 'at'>;
const keyOf = ({ task_id: taskId, attempt, status, step, progress, at }: Seen): string =>
  [taskId, attempt, status, step, progress, at].join(' ');

/** The history of all tasks without the steps that were written after the end of their attempt. */
async function history(): Promise<string[]> {
  const rows = await system.query<Seen>(
    `select task_id, attempt, lower(status) as status, current_step as step, progress,
       to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
     from ai_analysis_task_events e where not (status = 'PROCESSING' and exists (
       select from ai_analysis_task_events x where x.task_id = e.task_id and x.attempt >= e.attempt
         and x.status <> 'PROCESSING' and x.event_id < e.event_id))`,
  );
  return rows.map(keyOf).toSorted();
}

describe('listeners that lose their connections while many tasks run', () => {
  it(`get every event once, also over a restart of the gateway (EVENTS_SEED=${seed})`, async () => {
    const patient = GatewayClient.patientOf(system);
    const records = await makeRecords(system, tasks);
    const all = Array.from(
      { length: listeners },
      (_, number) => new RestlessListener(SeededRandom.for(seed, `listener ${number}`)),
    );
    const listening = all.map((listener) => listener.listen());
    // A listener gets what follows its first message with an id; until then it begins anew.
    const first = await patient.analyze(records[0] ?? '');
    const hasBegun = (listener: RestlessListener): boolean =>
      listener.received.some(({ task_id: taskId, status }) => taskId === first && status === 'success');
    await waitFor(() => all.every(hasBegun), { what: 'every listener to begin', timeoutMs: 60_000 });
    for (const record of records.slice(1, tasks / 2)) await patient.analyze(record);
    await system.app('api-gateway').kill();
    await system.startApp('api-gateway');
    for (const record of records.slice(tasks / 2)) await patient.analyze(record);
    await waitFor(() => all.every(({ ended }) => ended >= tasks), {
      what: `every listener to see ${tasks} tasks end`,
      timeoutMs: 120_000,
    });
    all.forEach((listener) => listener.leave());
    await Promise.all(listening);
    const expected = (await history()).filter((key) => !key.startsWith(first));
    for (const { received } of all) {
      const later = received.filter(({ task_id: taskId }) => taskId !== first);
      expect(later.map(keyOf).toSorted()).toEqual(expected);
    }
  });
});
