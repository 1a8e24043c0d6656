import { aiProblemSchema, analyzeFields, type AiStage, type AnalysisResult } from '@vocalborn/ai-contract';
import { inSpan, traceparent } from '@vocalborn/observability';
import type { TaskError } from '@vocalborn/task';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { HttpConnections } from './http-exchange.js';
import { IdleTimeout } from './idle-timeout.js';
import { MultipartBody, multipartType, type FormFile, type FormPart } from './multipart-body.js';
import { readAnswer } from './read-answer.js';
import { refusal } from './refusal.js';

/** Longest wait for an answer about the service's health. */
const healthTimeoutMs = 5_000;

/** Longest wait for the end of an answer after its result. */
const endTimeoutMs = 5_000;

/** One recording to analyse. */
export interface AnalysisRequest {
  readonly sample: FormFile;
  readonly reference: FormFile | null;
  readonly text: string;
  readonly language: string;
}

/** How to abort a call and to follow its progress. */
export interface AnalysisOptions {
  /** Aborting breaks the connection, and the ai-service stops computing. */
  readonly signal: AbortSignal;
  /** Called for each progress line. An error that it throws ends the call. */
  readonly onStage: (stage: AiStage) => void;
}

/** A client of the ai-service's HTTP API: a multipart request, an NDJSON answer with progress lines. */
export class AiServiceClient {
  readonly #connections = new HttpConnections();
  readonly #analyze: URL;
  readonly #health: URL;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(baseUrl: string, apiKey: string | undefined) {
    const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
    this.#analyze = new URL('analyze', base);
    this.#health = new URL('health', base);
    this.#headers = {
      ...{ Accept: 'application/x-ndjson', 'Content-Type': multipartType },
      ...(apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }),
    };
  }

  /** Whether the service calls itself healthy; false when it cannot be reached. */
  async isHealthy(): Promise<boolean> {
    const signal = AbortSignal.timeout(healthTimeoutMs);
    const answer = await this.#connections.send(this.#health, { method: 'GET', headers: {}, signal }).catch(() => null);
    answer?.resume().on('error', () => undefined);
    return answer !== null && isOk(answer);
  }

  /**
   * Has a recording analysed.
   * @throws TaskError `file` when the recording is refused, `ai_service` when the service fails or its answer is invalid
   * @throws the network's error, or the signal's reason
   */
  async analyze(request: AnalysisRequest, options: AnalysisOptions): Promise<AnalysisResult> {
    const idle = new IdleTimeout(options.signal, () => this.isHealthy());
    try {
      const span = { kind: 'client', attributes: { 'http.request.method': 'POST' } } as const;
      return await inSpan('POST /analyze', span, () =>
        this.exchange(request, { ...options, signal: idle.signal }, () => idle.received()),
      );
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
    const trace = traceparent();
    const headers = trace === undefined ? this.#headers : { ...this.#headers, traceparent: trace };
    const response = await this.#connections.send(this.#analyze, {
      ...{ method: 'POST', headers, body: bodyOf(request), signal: options.signal },
    });
    if (!isOk(response)) throw await refusalOf(response);
    try {
      const result = await readAnswer(response.iterator({ destroyOnReturn: false }), ({ stage }) => {
        onReceived();
        options.onStage(stage);
      });
      letEnd(response);
      return result;
    } catch (error) {
      response.destroy();
      throw error;
    }
  }
}

function bodyOf({ text, language, sample, reference }: AnalysisRequest): MultipartBody {
  const example: FormPart[] = reference ? [[analyzeFields.reference, reference]] : [];
  return new MultipartBody([
    [analyzeFields.text, text],
    [analyzeFields.language, language],
    [analyzeFields.sample, sample],
    ...example,
  ]);
}

async function refusalOf(response: IncomingMessage): Promise<TaskError> {
  const problem: unknown = await json(response).catch(() => null);
  const { statusCode = 0, headers } = response;
  return refusal(statusCode, aiProblemSchema.safeParse(problem).data, headers['retry-after'] ?? null);
}

/** Reads an answer to its end, so that its connection can be used again; breaks the connection when no end comes. */
function letEnd(response: IncomingMessage): void {
  const late = setTimeout(() => response.destroy(), endTimeoutMs).unref();
  response
    .once('close', () => clearTimeout(late))
    .on('error', () => undefined)
    .resume();
}

const isOk = ({ statusCode = 0 }: IncomingMessage): boolean => statusCode >= 200 && statusCode < 300;
