import { aiProblemSchema, analyzeFields, type AiProgress, type AnalysisResult } from '@vocalborn/ai-contract';
import { TaskError } from '@vocalborn/retry-policy';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { readAnswer } from './read-answer.js';
import { refusal } from './refusal.js';

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
  readonly #address: URL;

  constructor(
    baseUrl: string,
    private readonly apiKey: string | undefined,
  ) {
    this.#address = new URL('analyze', baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  }

  /**
   * @throws TaskError `file` when the recording is refused, `ai_service` when the service fails or answers nonsense
   * @throws the network's error, or the signal's reason
   */
  async analyze(request: AnalysisRequest, options: AnalysisOptions): Promise<AnalysisResult> {
    const response = await fetch(this.#address, {
      method: 'POST',
      headers: {
        Accept: 'application/x-ndjson',
        ...(this.apiKey === undefined ? {} : { Authorization: `Bearer ${this.apiKey}` }),
      },
      body: formOf(request),
      signal: options.signal,
      redirect: 'error',
    });
    if (!response.ok) throw await refusalOf(response);
    if (!response.body) throw new TaskError('ai_service', 'The AI service gave an empty answer.');
    return readAnswer(Readable.fromWeb(response.body as NodeStream<Uint8Array>), options.onProgress);
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

async function refusalOf(response: Response): Promise<TaskError> {
  const body = aiProblemSchema.safeParse(await response.json().catch(() => null)).data;
  return refusal(response.status, body, response.headers.get('retry-after'));
}
