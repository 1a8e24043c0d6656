import { aiProblemSchema, analyzeFields, type AiProgress, type AnalysisResult } from '@vocalborn/ai-contract';
import { TaskError } from '@vocalborn/task';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { LinkWatch } from './link-watch.js';
import { readAnswer } from './read-answer.js';
import { refusal } from './refusal.js';

/** Longest wait for an answer to a question about the service's health. */
const healthTimeoutMs = 5_000;

/** One recording to analyse. */
export interface AnalysisRequest {
  readonly sample: Blob;
  readonly reference: Blob | null;
  readonly text: string;
  readonly language: string;
}

export interface AnalysisOptions {
  /** Aborting breaks the connection, and the ai-service stops computing. */
  readonly signal: AbortSignal;
  /** Awaited, so that progress is written in order and never piles up. */
  readonly onProgress: (progress: AiProgress) => Promise<void>;
}

/** Speaks the ai-service's HTTP contract: a multipart request, an NDJSON answer with progress. */
export class AiServiceClient {
  readonly #base: string;

  constructor(
    baseUrl: string,
    private readonly apiKey: string | undefined,
  ) {
    this.#base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  }

  /** Whether the service says of itself that it is well. */
  async isHealthy(): Promise<boolean> {
    const answer = await fetch(new URL('health', this.#base), {
      signal: AbortSignal.timeout(healthTimeoutMs),
      redirect: 'error',
    }).catch(() => null);
    await answer?.body?.cancel();
    return answer?.ok ?? false;
  }

  /**
   * @throws TaskError `file` when the recording is refused, `ai_service` when the service fails or answers nonsense
   * @throws the network's error, or the signal's reason
   */
  async analyze(request: AnalysisRequest, options: AnalysisOptions): Promise<AnalysisResult> {
    const link = new LinkWatch(options.signal, () => this.isHealthy());
    try {
      return await this.exchange(request, { ...options, signal: link.signal }, () => link.heard());
    } catch (error) {
      throw link.signal.aborted ? link.signal.reason : error;
    } finally {
      link.stop();
    }
  }

  private async exchange(
    request: AnalysisRequest,
    options: AnalysisOptions,
    heard: () => void,
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
    const onProgress = (progress: AiProgress): Promise<void> => {
      heard();
      return options.onProgress(progress);
    };
    return readAnswer(body, onProgress);
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
 * The body, broken off with its connection by the signal. The signal that fetch was given is not enough: once the
 * headers have come, what passes it on to the body may be collected as garbage.
 */
function bodyOf(response: Response, signal: AbortSignal): Readable | null {
  return response.body && Readable.fromWeb(response.body as NodeStream<Uint8Array>, { signal });
}

async function refusalOf(response: Response, body: Readable | null): Promise<TaskError> {
  const said: unknown = body && (await json(body).catch(() => null));
  return refusal(response.status, aiProblemSchema.safeParse(said).data, response.headers.get('retry-after'));
}
