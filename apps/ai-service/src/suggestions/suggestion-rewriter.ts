import type { AnalysisResult, AnalyzeLanguage } from '@vocalborn/ai-contract';
import type { Logger } from '@vocalborn/observability';
import { withTimeLimit } from '../time-limit/time-limit.js';
import { instructions, notes } from './prompt.js';
import { readReply } from './read-reply.js';

/** An OpenAI-compatible service, and how long an answer may take. */
export interface LanguageModel {
  /** What comes before `/chat/completions`, such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  readonly timeoutMs: number;
}

/** Longest rest after a failure, so that a model that is away does not hold up every analysis. */
const restMs = 30_000;

/** Room for about as many words as a suggestion may have. */
const mostTokens = 400;

/** Rewrites suggestions in a warmer tone, or leaves them as the rules made them. */
export class SuggestionRewriter {
  #restUntil = 0;

  constructor(
    private readonly languageModel: LanguageModel | null,
    private readonly logger: Logger,
  ) {}

  /**
   * Never throws and never takes longer than the time limit: whatever goes wrong, the rules' own words stay. The model
   * is told scores, suggestions and areas; no recording, no text of the patient, no id.
   */
  async rewrite(result: AnalysisResult, language: AnalyzeLanguage, signal: AbortSignal): Promise<AnalysisResult> {
    const model = this.languageModel;
    if (!model || performance.now() < this.#restUntil) return withSource(result, 'rules');
    try {
      const limit = withTimeLimit(signal, model.timeoutMs);
      const suggestions = await ask(model, result, language, limit);
      return { ...withSource(result, 'llm'), suggestions };
    } catch (error) {
      if (signal.aborted) return withSource(result, 'rules');
      this.#restUntil = performance.now() + restMs;
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
