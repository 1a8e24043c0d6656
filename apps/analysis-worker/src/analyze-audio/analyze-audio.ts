import type { AiProgress, AiStage } from '@vocalborn/ai-contract';
import type { AudioStore } from '@vocalborn/audio-store';
import { steps, type StepName } from '@vocalborn/task';
import type { StartedTry, TryResult } from '@vocalborn/task-lifecycle';
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
export async function analyzeAudio(taken: StartedTry, parts: AnalysisParts, signal: AbortSignal): Promise<TryResult> {
  const { claim, run } = taken;
  await run.reach('downloading_audio');
  const audio = await fetchAudio(parts.store, claim, parts.maxAudioBytes, signal);

  await run.reach('calling_ai_service');
  const request = { ...audio, text: claim.sentence.text, language: claim.sentence.language };
  const onProgress = ({ stage, progress }: AiProgress) => run.reach(stepOfStage[stage], taskProgress(progress));
  const result = await parts.circuit.execute(claim.snapshot.taskId, () =>
    parts.aiService.analyze(request, { signal, onProgress }),
  );

  await run.reach('processing_result');
  const { analysis_model_version: analysisModelVersion, ...analysisResult } = result;

  await run.reach('storing_result');
  return { analysisResult, analysisModelVersion, audioDurationSeconds: result.metadata.audio_duration };
}

/** The ai-service's 0–100 as its share of the task's progress. */
function taskProgress(progress: number): number {
  const from = steps.calling_ai_service.progress;
  const to = steps.processing_result.progress;
  return from + ((to - from) * progress) / 100;
}
