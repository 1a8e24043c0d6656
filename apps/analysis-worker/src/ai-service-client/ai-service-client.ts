import { aiProblemSchema, analyzeFields, type AiStage, type AnalysisResult } from '@vocalborn/ai-contract';
import { TaskError } from '@vocalborn/task';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { IdleTimeout } from './idle-timeout.js';
import { readAnswer } from './read-answer.js';
import { refusal } from './refusal.js';

/** Longest wait for an answer about the service's health. */
const healthTimeoutMs = 5_000;

/** One recording to analyse. */
export interface AnalysisRequest {
  readonly sample: Blob;
  readonly reference: Blob | null;
  readonly text: string;
  readonly language: string;
}

/** How to abort a call and to follow its progress. */
export interface AnalysisOptions {
  /** Aborting breaks the connection, and the ai-service stops computing. */
  readonly signal: AbortSignal;
  /** Called for each progress line and awaited, so that steps are written in order and never pile up. */
  readonly onStage: (stage: AiStage) => Promise<void>;
}

/** A client of the ai-service's HTTP API: a multipart request, an NDJSON answer with progress lines. */
export class AiServiceClient {
  readonly #base: string;

  constructor(
    baseUrl: string,
    private readonly apiKey: string | undefined,
  ) {
    this.#base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  }

  /** Whether the service calls itself healthy; false when it cannot be reached. */
  async isHealthy(): Promise<boolean> {
    const answer = await fetch(new URL('health', this.#base), {
      signal: AbortSignal.timeout(healthTimeoutMs),
      redirect: 'error',
    }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok ?? false;
  }

  /**
   * Has a recording analysed.
   * @throws TaskError `file` when the recording is refused, `ai_service` when the service fails or its answer is invalid
   * @throws the network's error, or the signal's reason
   */
  async analyze(request: AnalysisRequest, options: AnalysisOptions): Promise<AnalysisResult> {
    const idle = new IdleTimeout(options.signal, () => this.isHealthy());
    try {
      return await this.exchange(request, { ...options, signal: idle.signal }, () => idle.received());
    } catch (error) {
      throw idle.signal.aborted ? idle.signal.reason : error;
    } finally {
      idle.stop();
    }
  }

  private async exchange(
    request: AnalysisRequest,
    options: AnalysisOptions,
    onReceived: () => void,
  ): Promise<AnalysisResult> {
    const response = await fetch(new URL('analyze', this.#base), {
      method: 'POST',
      headers: {
        Accept: 'application/x-ndjson',
        ...(this.apiKey === undefined ? {} : { Authorization: `Bearer ${this.apiKey}` }),
      },
      body: formOf(request),
      signal: options.signal,
      redirect: 'error',
    });
    const body = bodyOf(response, options.signal);
    if (!response.ok) throw await refusalOf(response, body);
    if (!body) throw new TaskError('ai_service', 'The AI service gave an empty answer.');
    return readAnswer(body, ({ stage }) => {
      onReceived();
      return options.onStage(stage);
    });
  }
}

function formOf(request: AnalysisRequest): FormData {
  const form = new FormData();
  form.append(analyzeFields.text, request.text);
  form.append(analyzeFields.language, request.language);
  form.append(analyzeFields.sample, request.sample, 'sample');
  if (request.reference) form.append(analyzeFields.reference, request.reference, 'reference');
  return form;
}

/**
 * The body of an answer; the signal aborts it and its connection. The signal given to fetch is not enough: after the
 * headers have arrived, the object that connects it to the body may be garbage-collected.
 */
function bodyOf(response: Response, signal: AbortSignal): Readable | null {
  return response.body && Readable.fromWeb(response.body as NodeStream<Uint8Array>, { signal });
}

async function refusalOf(response: Response, body: Readable | null): Promise<TaskError> {
  const problem: unknown = body && (await json(body).catch(() => null));
  return refusal(response.status, aiProblemSchema.safeParse(problem).data, response.headers.get('retry-after'));
}
