import { openAsBlob } from 'node:fs';

export interface Answer {
  /** 0 when there was no answer at all. */
  readonly status: number;
  readonly contentType: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const requestTimeoutMs = 5_000;
const none: Answer = { status: 0, contentType: '', body: {} };

/** Calls the gateway as a patient's app would: no answer is an answer too. */
export class GatewayClient {
  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  analyze(recordId: string, idempotencyKey: string): Promise<Answer> {
    return this.send('/analyze', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
      body: JSON.stringify({ practice_record_id: recordId }),
    });
  }

  poll(taskId: string): Promise<Answer> {
    return this.send(`/tasks/${taskId}`, {});
  }

  async upload(path: string, sentenceId: string): Promise<Answer> {
    const form = new FormData();
    form.append('sentence_id', sentenceId);
    form.append('audio', await openAsBlob(path), 'recording.wav');
    return this.send('/practice-records', { method: 'POST', body: form });
  }

  private async send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${this.token}`);
    const signal = AbortSignal.timeout(requestTimeoutMs);
    try {
      const response = await fetch(this.baseUrl + path, { ...init, headers, signal });
      const body = JSON.parse((await response.text()) || '{}') as Answer['body'];
      return { status: response.status, contentType: response.headers.get('content-type') ?? '', body };
    } catch {
      return none;
    }
  }
}
