import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoints } from './endpoints.js';
import type { Screen } from './screen.js';

const pollMs = 40;
const patienceMs = 5 * 60_000;
const answerMs = 30_000;
const final = new Set(['success', 'failure', 'revoked']);

interface TaskStatus {
  readonly status: string;
  readonly progress: number;
  readonly current_step: string;
  readonly error: { readonly kind: string; readonly message: string } | null;
}

interface TaskResult {
  readonly overall_score: number | null;
  readonly pronunciation_accuracy: number | null;
  readonly fluency_score: number | null;
  readonly rhythm_score: number | null;
  readonly suggestions: string;
}

/**
 * Has the sample recording analysed as a patient would, and shows progress and result.
 * @returns the task's id
 * @throws Error saying what went wrong
 */
export async function runDemo(endpoints: Endpoints, screen: Screen, signal: AbortSignal): Promise<string> {
  const gateway = new Gateway(endpoints.gateway, endpoints.tokens.patient, signal);
  const taskId = await gateway.analyze(endpoints.sample.practice_record_id);
  screen.say(`Analysing the sample recording (task ${taskId}):`);
  await follow(gateway, taskId, screen, signal);
  showResult(await gateway.get<TaskResult>(`/tasks/${taskId}/result`), screen);
  return taskId;
}

async function follow(gateway: Gateway, taskId: string, screen: Screen, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { status, progress, current_step: step, error } = await gateway.get<TaskStatus>(`/tasks/${taskId}`);
    screen.bar(progress, step);
    if (status === 'success') return;
    if (final.has(status)) throw new Error(`the task ended as ${status}: ${error?.message ?? 'no reason given'}`);
    if (Date.now() > deadline) throw new Error(`the task is still ${status} after ${patienceMs / 60_000} minutes`);
    await delay(pollMs, undefined, { signal });
  }
}

function showResult(result: TaskResult, screen: Screen): void {
  const scores = { overall: result.overall_score, pronunciation: result.pronunciation_accuracy };
  const more = { fluency: result.fluency_score, rhythm: result.rhythm_score };
  const told = Object.entries({ ...scores, ...more }).map(([name, score]) => `${name} ${score ?? 'not measured'}`);
  screen.say(`  Scores (of 100): ${told.join(', ')}`);
  screen.say('  Suggestions:');
  for (const line of result.suggestions.trim().split('\n')) screen.say(`    ${line}`);
}

/** The gateway as one patient sees it. */
class Gateway {
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly signal: AbortSignal,
  ) {}

  async analyze(practiceRecordId: string): Promise<string> {
    const body = JSON.stringify({ practice_record_id: practiceRecordId });
    const response = await this.send('/analyze', { method: 'POST', body });
    const answer = (await response.json()) as { task_id?: string; detail?: string };
    // 409: a stop in the middle of an earlier demo has left its analysis to be finished now.
    if (answer.task_id !== undefined && (response.ok || response.status === 409)) return answer.task_id;
    throw new Error(`POST /analyze answered ${response.status}: ${answer.detail ?? ''}`);
  }

  async get<T>(path: string): Promise<T> {
    const response = await this.send(path, {});
    if (response.ok) return (await response.json()) as T;
    throw new Error(`GET ${path} answered ${response.status}: ${await response.text()}`);
  }

  private send(path: string, init: RequestInit): Promise<Response> {
    const headers = { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' };
    const limit = AbortSignal.timeout(answerMs);
    // A listener of its own holds the limit; AbortSignal.any does not, and the garbage collector would take it.
    limit.addEventListener('abort', () => undefined, { once: true });
    const signal = AbortSignal.any([this.signal, limit]);
    return fetch(`${this.url}${path}`, { ...init, headers, signal });
  }
}
