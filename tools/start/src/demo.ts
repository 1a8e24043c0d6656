import { createGatewayClient, dataOf, gateway } from '@vocalborn/client';
import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoints } from './endpoints.js';
import type { Screen } from './screen.js';

const pollMs = 40;
const patienceMs = 5 * 60_000;
const answerMs = 30_000;
const final = new Set(['success', 'failure', 'revoked']);

/**
 * Analyses the sample recording like a patient's app, and shows progress and result.
 * @returns the task's id
 * @throws Error with the reason
 */
export async function runDemo(endpoints: Endpoints, screen: Screen, signal: AbortSignal): Promise<string> {
  const patient = new Patient(endpoints.gateway, endpoints.tokens.patient, signal);
  const taskId = await patient.analyze(endpoints.sample.practice_record_id);
  screen.say(`Analysing the sample recording (task ${taskId}):`);
  await follow(patient, taskId, screen, signal);
  showResult(await patient.result(taskId), screen);
  return taskId;
}

async function follow(patient: Patient, taskId: string, screen: Screen, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { status, progress, current_step: step, error } = await patient.status(taskId);
    screen.bar(progress, step);
    if (status === 'success') return;
    if (final.has(status)) throw new Error(`the task ended as ${status}: ${error?.message ?? 'no reason given'}`);
    if (Date.now() > deadline) throw new Error(`the task is still ${status} after ${patienceMs / 60_000} minutes`);
    await delay(pollMs, undefined, { signal });
  }
}

function showResult(result: gateway.TaskResultDto, screen: Screen): void {
  const scores = { overall: result.overall_score, pronunciation: result.pronunciation_accuracy };
  const more = { fluency: result.fluency_score, rhythm: result.rhythm_score };
  const told = Object.entries({ ...scores, ...more }).map(([name, score]) => `${name} ${score ?? 'not measured'}`);
  screen.say(`  Scores (of 100): ${told.join(', ')}`);
  screen.say('  Suggestions:');
  for (const line of result.suggestions.trim().split('\n')) screen.say(`    ${line}`);
}

/** A patient's client of the gateway. */
class Patient {
  readonly #client: ReturnType<typeof createGatewayClient>;

  constructor(baseUrl: string, token: string, signal: AbortSignal) {
    const headers = { Authorization: `Bearer ${token}` };
    const limited: typeof fetch = (request) => fetch(request, { signal: withLimit(signal) });
    this.#client = createGatewayClient({ baseUrl, headers, fetch: limited });
  }

  /** Requests an analysis. @returns the task's id */
  async analyze(practiceRecordId: string): Promise<string> {
    const body = { practice_record_id: practiceRecordId };
    const { data, error, response } = await gateway.analyze({ client: this.#client, body });
    if (data) return data.task_id;
    const { task_id: running, detail } = error;
    // 409: the analysis of an earlier, stopped demonstration still runs.
    if (typeof running === 'string' && response.status === 409) return running;
    throw new Error(`POST /analyze failed: ${detail}`);
  }

  status(taskId: string): Promise<gateway.TaskStatusDto> {
    return dataOf(gateway.readTaskStatus({ client: this.#client, path: { task_id: taskId } }));
  }

  result(taskId: string): Promise<gateway.TaskResultDto> {
    return dataOf(gateway.readTaskResult({ client: this.#client, path: { task_id: taskId } }));
  }
}

/**
 * Aborts at the signal or at the time limit of one request. The limit is a timer of its own: `AbortSignal.any` does not keep one
 * of `AbortSignal.timeout` from being collected as garbage.
 */
function withLimit(signal: AbortSignal): AbortSignal {
  const limit = new AbortController();
  setTimeout(() => limit.abort(new DOMException('no answer in time', 'TimeoutError')), answerMs).unref();
  return AbortSignal.any([signal, limit.signal]);
}
