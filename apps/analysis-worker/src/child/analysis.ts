import type { AiServiceClient } from '@vocalborn/ai-client';
import type { AiStage } from '@vocalborn/ai-contract';
import type { AudioStore } from '@vocalborn/audio-store';
import { inSpan } from '@vocalborn/observability';
import type { StepName } from '@vocalborn/task';
import type { AttemptResult, StartedAttempt } from '@vocalborn/task-lifecycle';
import type { AiServiceCircuit } from '../ai-service-client/ai-service-circuit.js';
import { fetchAudio } from './fetch-audio.js';

/** The step that each stage of the ai-service is shown as; the step table has its progress. */
const stepOfStage: Readonly<Record<AiStage, StepName>> = {
  queued: 'calling_ai_service',
  decoding: 'decoding',
  measuring: 'measuring',
  comparing: 'comparing',
  scoring: 'scoring',
};

/** The steps of an attempt: fetch the audio, call the ai-service, process its result. */
export class Analysis {
  constructor(
    private readonly store: AudioStore,
    private readonly aiService: AiServiceClient,
    private readonly circuit: AiServiceCircuit,
    private readonly maxAudioBytes: number,
  ) {}

  /**
   * Runs the steps of one attempt and reports each. Does not end the attempt.
   * @throws TaskError, the network's or the store's error, AttemptLostError, or the signal's reason
   */
  async run({ claim, attempt }: StartedAttempt, signal: AbortSignal): Promise<AttemptResult> {
    attempt.reach('downloading_audio');
    const fetching = { kind: 'internal' } as const;
    const audio = await inSpan('fetch audio', fetching, () =>
      fetchAudio(this.store, claim, this.maxAudioBytes, signal),
    );

    attempt.reach('calling_ai_service');
    const request = { ...audio, text: claim.sentence.text, language: claim.sentence.language };
    const onStage = (stage: AiStage): void => attempt.reach(stepOfStage[stage]);
    const result = await this.circuit.execute(claim.snapshot.taskId, () =>
      this.aiService.analyze(request, { signal, onStage }),
    );

    attempt.reach('processing_result');
    const { analysis_model_version: analysisModelVersion, ...analysisResult } = result;

    attempt.reach('storing_result');
    return { analysisResult, analysisModelVersion, audioDurationSeconds: result.metadata.audio_duration };
  }
}
