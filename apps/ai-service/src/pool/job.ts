import type { MessagePort } from 'node:worker_threads';
import type { AiProblemCode, AiStage, AnalysisResult, AnalyzeLanguage } from '@vocalborn/ai-contract';

/** Language of the suggestions when the caller gives none. */
export const defaultLanguage: AnalyzeLanguage = 'zh-TW';

/** One analysis for a thread; the memory of the recordings is transferred. */
export interface AnalysisJob {
  readonly sample: Uint8Array<ArrayBuffer>;
  readonly reference?: Uint8Array<ArrayBuffer> | undefined;
  readonly text?: string | undefined;
  readonly language?: AnalyzeLanguage | undefined;
  /** Return the samples too, for a recogniser. */
  readonly keepSpeech?: boolean | undefined;
}

export interface ThreadTask extends Omit<AnalysisJob, 'text'> {
  readonly maxDurationSeconds: number;
  /** Receives the stages as they begin. */
  readonly stages: MessagePort;
}

/** Result of a thread, and the recording at 16 kHz if requested. */
export interface Analysed {
  readonly result: AnalysisResult;
  readonly speech: Float32Array | null;
}

/** Errors lose their class between threads, so refusals are data. */
export type ThreadOutcome =
  Analysed | { readonly refusal: { code: AiProblemCode; detail: string; part: 'sample' | 'reference' } };

export type StageListener = (stage: AiStage) => void;
