import type { AnalysisResult, AnalyzeLanguage } from '@vocalborn/ai-contract';
import type { Logger } from '@vocalborn/observability';
import type { AiServiceSettings } from '@vocalborn/settings';
import { withTimeLimit } from '../time-limit.js';
import { instructions, notes } from './prompt.js';
import { readReply } from './read-reply.js';

/** An OpenAI-compatible service and its time limit. */
export interface LanguageModel {
  /** The address before `/chat/completions`, such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
}

/** Returns the configured language model, or null. */
export function languageModelOf(settings: AiServiceSettings): LanguageModel | null {
  const { LLM_BASE_URL: baseUrl, LLM_MODEL: model, LLM_API_KEY: apiKey, LLM_TIMEOUT_MS: timeoutMs } = settings;
  return baseUrl === undefined ? null : { baseUrl, model, apiKey, timeoutMs };
}

/** Pause after a failure, so that an unavailable model does not delay every analysis. */
const pauseMs = 30_000;

/** Maximum length of the answer, about that of a suggestion. */
const mostTokens = 400;

/** Rewrites suggestions in a warmer tone, or leaves them unchanged. */
export class SuggestionRewriter {
  #pausedUntil = 0;

  constructor(
    private readonly languageModel: LanguageModel | null,
    private readonly logger: Logger,
  ) {}

  /**
   * Returns the result with rewritten suggestions. Never throws and never exceeds the time limit: on any failure the
   * suggestions of the rules remain. The model receives scores, suggestions and areas; no recording, no text of the
   * patient, no id.
   */
  async rewrite(result: AnalysisResult, language: AnalyzeLanguage, signal: AbortSignal): Promise<AnalysisResult> {
    const model = this.languageModel;
    if (!model || performance.now() < this.#pausedUntil) return withSource(result, 'rules');
    try {
      const limit = withTimeLimit(signal, model.timeoutMs);
      const suggestions = await ask(model, result, language, limit);
      return { ...withSource(result, 'llm'), suggestions };
    } catch (error) {
      if (signal.aborted) return withSource(result, 'rules');
      this.#pausedUntil = performance.now() + pauseMs;
      this.logger.warn({ reason: String(error) }, 'the language model gave no usable answer');
      return withSource(result, 'rules');
    }
  }
}

function withSource(result: AnalysisResult, source: 'rules' | 'llm'): AnalysisResult {
  return { ...result, metadata: { ...result.metadata, suggestions_source: source } };
}

async function ask(
  { baseUrl, model, apiKey }: LanguageModel,
  result: AnalysisResult,
  language: AnalyzeLanguage,
  signal: AbortSignal,
): Promise<string> {
  const messages = [
    { role: 'system', content: instructions(language) },
    { role: 'user', content: notes(result, language) },
  ];
  const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify({ model, messages, max_tokens: mostTokens, temperature: 0.3 }),
    redirect: 'error',
    signal,
  });
  return readReply(response, language, signal);
}
