import { createGatewayClient, gateway } from '@vocalborn/client';
import { openAsBlob } from 'node:fs';

export interface Answer {
  /** 0 without an answer. */
  readonly status: number;
  readonly contentType: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const requestTimeoutMs = 5_000;
const none: Answer = { status: 0, contentType: '', body: {} };

/** The result of a function of the generated client. */
interface Outcome {
  readonly data?: object | undefined;
  readonly error?: unknown;
  readonly response?: Response;
}

/** Calls the gateway like a patient's app. A failed request becomes an answer with status 0. */
export class GatewayClient {
  readonly #client: ReturnType<typeof createGatewayClient>;

  constructor(baseUrl: string, token: string) {
    this.#client = createGatewayClient({
      baseUrl,
      headers: { Authorization: `Bearer ${token}` },
      fetch: (request) => fetch(request, { signal: AbortSignal.timeout(requestTimeoutMs) }),
    });
  }

  analyze(recordId: string, idempotencyKey: string): Promise<Answer> {
    const body = { practice_record_id: recordId };
    const headers = { 'Idempotency-Key': idempotencyKey };
    return answerOf(gateway.analyze({ client: this.#client, body, headers }));
  }

  poll(taskId: string): Promise<Answer> {
    return answerOf(gateway.readTaskStatus({ client: this.#client, path: { task_id: taskId } }));
  }

  async upload(path: string, sentenceId: string): Promise<Answer> {
    const audio = new File([await openAsBlob(path)], 'recording.wav');
    return answerOf(gateway.createPracticeRecord({ client: this.#client, body: { sentence_id: sentenceId, audio } }));
  }
}

async function answerOf(request: Promise<Outcome>): Promise<Answer> {
  // A truncated body, or one that is no JSON, counts as no answer.
  const { data, error, response } = await request.catch((): Outcome => ({}));
  const body = data ?? error;
  if (response === undefined || typeof body !== 'object' || body === null) return none;
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, body: body as Answer['body'] };
}
