import { dirname, join } from 'node:path';
import type { AnalysisResult } from '@vocalborn/ai-contract';
import type { Logger } from '@vocalborn/observability';
import type { AiServiceSettings } from '@vocalborn/settings';
import { compareText, openRecogniser, type SpeechRecogniser } from '@vocalborn/speech-recognition';
import { withTimeLimit } from './time-limit.js';

/** Adds how much of the sentence was said, if there is a recogniser. Scores do not depend on it. */
export class TextAccuracy {
  constructor(
    private readonly recogniser: SpeechRecogniser | null,
    private readonly timeoutMs: number,
    private readonly logger: Logger,
  ) {}

  isWanted(text: string | undefined): boolean {
    return this.recogniser !== null && text !== undefined && compareText(text, '') !== null;
  }

  /**
   * Never throws: when recognition fails or takes too long, the result stays unchanged. The recognised text is not
   * logged.
   */
  async addTo(
    result: AnalysisResult,
    speech: Float32Array,
    text: string,
    signal: AbortSignal,
  ): Promise<AnalysisResult> {
    const limit = withTimeLimit(signal, this.timeoutMs);
    try {
      const recognised = await this.recogniser?.recognise(speech, limit);
      const comparison = recognised === undefined ? null : compareText(text, recognised);
      if (recognised === undefined || !comparison) return result;
      const { accuracy, missing, inserted } = comparison;
      const spoken = { recognised, accuracy, missing: [...missing], inserted: [...inserted] };
      return { ...result, detailed_analysis: { ...result.detailed_analysis, text: spoken } };
    } catch (error) {
      if (!signal.aborted) this.logger.warn({ err: error }, 'a recording could not be recognised');
      return result;
    }
  }
}

/** @throws RecogniserError when the configured recogniser cannot be used */
export async function openTextAccuracy(settings: AiServiceSettings, logger: Logger): Promise<TextAccuracy> {
  const { ASR_MODEL_PATH: modelPath, ASR_TIMEOUT_MS: timeoutMs } = settings;
  if (modelPath === undefined) return new TextAccuracy(null, timeoutMs, logger);
  const vocabularyPath = settings.ASR_VOCABULARY_PATH ?? join(dirname(modelPath), 'vocab.json');
  return new TextAccuracy(await openRecogniser({ modelPath, vocabularyPath }), timeoutMs, logger);
}
