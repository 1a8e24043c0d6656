import type { MessagePort } from 'node:worker_threads';
import type { AiProblemCode, AiStage, AnalysisResult, AnalyzeLanguage } from '@vocalborn/ai-contract';

/** Language of the suggestions when the caller names none. */
export const defaultLanguage: AnalyzeLanguage = 'zh-TW';

/** One analysis as it is handed to a thread; the recordings' memory moves with it. */
export interface AnalysisJob {
  readonly sample: Uint8Array<ArrayBuffer>;
  readonly reference?: Uint8Array<ArrayBuffer> | undefined;
  readonly text?: string | undefined;
  readonly language?: AnalyzeLanguage | undefined;
}

export interface ThreadTask extends AnalysisJob {
  readonly maxDurationSeconds: number;
  /** Takes the stages as they begin. */
  readonly stages: MessagePort;
}

/** Errors lose their class between threads: refusals travel as data. */
export type ThreadOutcome =
  | { readonly result: AnalysisResult }
  | { readonly refusal: { code: AiProblemCode; detail: string; part: 'sample' | 'reference' } };

export type StageListener = (stage: AiStage) => void;
