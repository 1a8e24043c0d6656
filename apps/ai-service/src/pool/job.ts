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
  /** The recording's sound is wanted back, for a recogniser. */
  readonly keepSpeech?: boolean | undefined;
}

export interface ThreadTask extends Omit<AnalysisJob, 'text'> {
  readonly maxDurationSeconds: number;
  /** Takes the stages as they begin. */
  readonly stages: MessagePort;
}

/** What a thread found, and the recording at 16 kHz if it was wanted. */
export interface Analysed {
  readonly result: AnalysisResult;
  readonly speech: Float32Array | null;
}

/** Errors lose their class between threads: refusals travel as data. */
export type ThreadOutcome =
  Analysed | { readonly refusal: { code: AiProblemCode; detail: string; part: 'sample' | 'reference' } };

export type StageListener = (stage: AiStage) => void;
