import type { AiProblemCode, AiProgress, AnalysisResult, AnalyzeLanguage } from '@vocalborn/ai-contract';
import type { MessagePort } from 'node:worker_threads';

/** What a thread is given. The port carries progress back while it computes. */
export interface AnalysisJob {
  readonly sample: Uint8Array;
  readonly reference: Uint8Array | null;
  readonly language: AnalyzeLanguage;
  readonly maxDurationSeconds: number;
  readonly progress: MessagePort;
}

/** What a thread gives back: a result, or why the recording cannot be analysed. */
export type AnalysisOutcome =
  | { readonly result: AnalysisResult }
  | { readonly refused: AiProblemCode; readonly detail: string; readonly part: 'sample' | 'reference' };

export type { AiProgress };
