import type { AiProgress, AiStage } from '@vocalborn/ai-contract';
import type { AudioStore } from '@vocalborn/audio-store';
import type { StepName } from '@vocalborn/task';
import type { StartedAttempt, AttemptResult } from '@vocalborn/task-lifecycle';
import type { AiServiceCircuit } from '../ai-service-client/ai-service-circuit.js';
import type { AiServiceClient } from '../ai-service-client/ai-service-client.js';
import { fetchAudio } from './fetch-audio.js';

/** What the steps of a try work with. */
export interface AnalysisParts {
  readonly store: AudioStore;
  readonly aiService: AiServiceClient;
  readonly circuit: AiServiceCircuit;
  readonly maxAudioBytes: number;
}

/** The step that each stage of the ai-service belongs to. */
const stepOfStage: Readonly<Record<AiStage, StepName>> = {
  queued: 'calling_ai_service',
  decoding: 'decoding',
  measuring: 'measuring',
  comparing: 'comparing',
  scoring: 'scoring',
};

/**
 * One try of a task as a list of steps: fetch the audio, have it measured, take the result apart. Nothing here writes
 * the task's ending; that is the caller's, with the returned result.
 */
export async function analyzeAudio(
  taken: StartedAttempt,
  parts: AnalysisParts,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const { claim, attempt } = taken;
  await attempt.reach('downloading_audio');
  const audio = await fetchAudio(parts.store, claim, parts.maxAudioBytes, signal);

  await attempt.reach('calling_ai_service');
  const request = { ...audio, text: claim.sentence.text, language: claim.sentence.language };
  const onProgress = ({ stage }: AiProgress) => attempt.reach(stepOfStage[stage]);
  const result = await parts.circuit.execute(claim.snapshot.taskId, () =>
    parts.aiService.analyze(request, { signal, onProgress }),
  );

  await attempt.reach('processing_result');
  const { analysis_model_version: analysisModelVersion, ...analysisResult } = result;

  await attempt.reach('storing_result');
  return { analysisResult, analysisModelVersion, audioDurationSeconds: result.metadata.audio_duration };
}
