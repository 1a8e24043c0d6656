import { Inject, Injectable } from '@nestjs/common';
import { AiServiceClient, AiServiceRefusal } from '@vocalborn/ai-client';
import type { AnalysisResult, AnalyzeLanguage } from '@vocalborn/ai-contract';
import { AUDIO_STORE, AudioStoreError, type AudioStore, type StoredAudio } from '@vocalborn/audio-store';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import { Problem } from '../http/problem.js';
import { areaProblem, refusalProblem } from './example-problems.js';

/** Longest wait for the ai-service: to measure one sentence takes seconds, the rest is waiting in its queue. */
const longestCheckMs = 60_000;

/** Has example recordings decoded and measured by the ai-service, as every recording is that is compared with them. */
@Injectable()
export class ExampleCheck {
  readonly #client: AiServiceClient | null;

  constructor(
    @Inject(SETTINGS) private readonly settings: ApiGatewaySettings,
    @Inject(AUDIO_STORE) private readonly store: AudioStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    const { AI_SERVICE_URL: url, AI_SERVICE_API_KEY: key } = settings;
    this.#client = url === undefined ? null : new AiServiceClient(url, key);
  }

  /** The client of the ai-service. @throws Problem `examples-cannot-be-checked` when there is none */
  requireClient(): AiServiceClient {
    if (this.#client) return this.#client;
    throw new Problem('examples-cannot-be-checked', {
      'en-US': 'This service knows no ai-service that could check the example.',
      'zh-TW': '此服務沒有可檢查示範錄音的 AI 服務。',
    });
  }

  /**
   * Checks a stored recording.
   * @throws Problem `example-not-usable` or `unsupported-media-type` with the reason; `service-unavailable` when the
   *   ai-service does not answer in a minute
   * @throws AudioStoreError when the recording cannot be read
   */
  async check(audio: StoredAudio, language: AnalyzeLanguage): Promise<void> {
    const problem = areaProblem(await this.measured(audio, language));
    if (problem) throw problem;
  }

  private async measured(audio: StoredAudio, language: AnalyzeLanguage): Promise<AnalysisResult> {
    const client = this.requireClient();
    const sample = await this.store.fetch(audio.key, { maxBytes: audio.size });
    try {
      // Without the text, which would only cost the time to recognise what was said.
      const request = { sample, reference: null, text: '', language };
      return await client.analyze(request, {
        signal: AbortSignal.timeout(longestCheckMs),
        onStage: () => undefined,
      });
    } catch (error) {
      throw error instanceof AudioStoreError ? error : this.asProblem(error);
    }
  }

  private asProblem(error: unknown): Problem {
    const code = error instanceof AiServiceRefusal ? error.problemCode : null;
    const problem = code && refusalProblem(code, this.settings.SUPPORTED_AUDIO_FORMATS);
    if (problem) return problem;
    this.logger.warn({ err: error }, 'the ai-service did not check an example recording');
    return new Problem('service-unavailable', {
      'en-US': 'The example cannot be checked now.',
      'zh-TW': '目前無法檢查示範錄音。',
    });
  }
}
