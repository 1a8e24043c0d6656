import { z } from 'zod';
import { aiProblemSchema } from './problem.js';
import { aiStages } from './progress.js';
import { analysisResultSchema } from './result.js';

/**
 * One line of the `application/x-ndjson` answer: progress lines first, then exactly one `result` or `problem`.
 * A stream that ends without either was cut and counts as no answer.
 */
export const aiStreamLineSchema = z.union([
  z.object({ stage: z.enum(aiStages), progress: z.number().min(0).max(100) }),
  z.object({ result: analysisResultSchema }),
  z.object({ problem: aiProblemSchema }),
]);
export type AiStreamLine = z.infer<typeof aiStreamLineSchema>;
