import type { gateway } from '@vocalborn/client';
import { waitFor, workspaceRoot, type System } from '@vocalborn/system-harness';
import { openAsBlob } from 'node:fs';
import { basename, join } from 'node:path';

/** An answer with its body read as JSON. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export type TaskStatus = gateway.TaskStatusDto;

export const sentence = {
  chinese: '00000000-0000-4000-8000-000000000011',
  english: '00000000-0000-4000-8000-000000000012',
} as const;

/** A sample recording by its path below tools/samples. */
export const samplePath = (name: string): string => join(workspaceRoot, 'tools/samples', name);

/** Calls the gateway as one of the development data's users. */
export class GatewayClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string | null,
  ) {}

  static patientOf(system: System): GatewayClient {
    return new GatewayClient(system.gatewayUrl, system.tokens.patient);
  }

  async get<Body = Record<string, unknown>>(path: string, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    return this.send<Body>(path, { headers });
  }

  async post<Body = Record<string, unknown>>(
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.send<Body>(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: text,
    });
  }

  async delete(path: string): Promise<Answer> {
    return this.send(path, { method: 'DELETE' });
  }

  /** Uploads a file as a recording; `name` is what the sender calls it. */
  async upload(path: string, options: { sentenceId?: string; name?: string } = {}): Promise<Answer> {
    return this.uploadBlob(await openAsBlob(path), options.name ?? basename(path), options.sentenceId);
  }

  async uploadBlob(blob: Blob, name: string, sentenceId: string = sentence.chinese): Promise<Answer> {
    const form = new FormData();
    form.append('sentence_id', sentenceId);
    form.append('audio', blob, name);
    return this.send('/practice-records', { method: 'POST', body: form });
  }

  /** Uploads a recording and returns the record's id. */
  async record(path: string, options: { sentenceId?: string; name?: string } = {}): Promise<string> {
    const { status, body } = await this.upload(path, options);
    if (status !== 201) throw new Error(`upload answered ${status}: ${JSON.stringify(body)}`);
    return String(body['practice_record_id']);
  }

  /** Asks for the analysis of a record and returns the task's id. */
  async analyze(recordId: string): Promise<string> {
    const { status, body } = await this.post('/analyze', { practice_record_id: recordId });
    if (status !== 202) throw new Error(`analyze answered ${status}: ${JSON.stringify(body)}`);
    return String(body['task_id']);
  }

  /** Uploads a sample recording, asks for its analysis and returns the task's id. */
  async analyzeSample(name: 'zh-patient' | 'zh-patient-short' = 'zh-patient-short'): Promise<string> {
    return this.analyze(await this.record(samplePath(`audio/${name}.wav`)));
  }

  async status(taskId: string): Promise<TaskStatus> {
    return (await this.get<TaskStatus>(`/tasks/${taskId}`)).body;
  }

  /** Polls until the task is in one of the states. */
  async until(taskId: string, ...states: string[]): Promise<TaskStatus> {
    return waitFor(
      async () => {
        const task = await this.status(taskId);
        return states.includes(task.status) ? task : null;
      },
      { what: `task ${taskId} to be ${states.join(' or ')}`, timeoutMs: 180_000 },
    );
  }

  private async send<Body = Record<string, unknown>>(path: string, init: RequestInit): Promise<Answer<Body>> {
    const headers = new Headers(init.headers);
    if (this.token !== null) headers.set('Authorization', `Bearer ${this.token}`);
    const response = await fetch(this.baseUrl + path, { ...init, headers });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: JSON.parse(text || 'null') as Body };
  }
}
