import { createGatewayClient, gateway } from '@vocalborn/client';
import { openAsBlob } from 'node:fs';

export interface Answer {
  /** 0 when there was no answer at all. */
  readonly status: number;
  readonly contentType: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const requestTimeoutMs = 5_000;
const none: Answer = { status: 0, contentType: '', body: {} };

/** What a function of the generated client resolves to. */
interface Outcome {
  readonly data?: object | undefined;
  readonly error?: unknown;
  readonly response?: Response;
}

/** Calls the gateway as a patient's app would: no answer is an answer too. */
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
  // A body that is cut off, or that is no JSON, is no answer.
  const { data, error, response } = await request.catch((): Outcome => ({}));
  const body = data ?? error;
  if (response === undefined || typeof body !== 'object' || body === null) return none;
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, body: body as Answer['body'] };
}
