import { z } from 'zod';
import { aiProblemSchema } from './problem.js';
import { analysisResultSchema } from './result.js';

/** Multipart fields of `POST /analyze` of the ai-service. `sample` is required, the others are optional. */
export const analyzeFields = { sample: 'sample', reference: 'reference', text: 'text', language: 'language' } as const;

/** Languages (BCP 47) of sentences. The measures do not depend on the language; the feedback may. */
export const analyzeLanguages = ['zh-TW', 'en-US'] as const;
export type AnalyzeLanguage = (typeof analyzeLanguages)[number];

/** Stages of one analysis, in the order in which the ai-service reports them. */
export const aiStages = ['queued', 'decoding', 'measuring', 'comparing', 'scoring'] as const;
export type AiStage = (typeof aiStages)[number];

/** A progress line of the NDJSON answer; `progress` is 0–100 of the ai-service's share of the work. */
export interface AiProgress {
  readonly stage: AiStage;
  readonly progress: number;
}

/**
 * A line of the `application/x-ndjson` answer: progress lines, then exactly one `result` or `problem`. A stream that ends
 * without either was cut and counts as no answer.
 */
export const aiStreamLineSchema = z.union([
  z.object({ stage: z.enum(aiStages), progress: z.number().min(0).max(100) }),
  z.object({ result: analysisResultSchema }),
  z.object({ problem: aiProblemSchema }),
]);
export type AiStreamLine = z.infer<typeof aiStreamLineSchema>;
