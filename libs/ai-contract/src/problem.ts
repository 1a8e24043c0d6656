import { z } from 'zod';

/**
 * Reasons why the ai-service refuses a request. Each maps to one HTTP status there and to one error kind in the worker.
 */
export const aiProblemCodes = [
  'invalid-request',
  'unauthorized',
  'not-found',
  'upload-timeout',
  'audio-too-large',
  'audio-too-long',
  'unsupported-format',
  'undecodable-audio',
  'audio-silent',
  'audio-too-short',
  'queue-full',
  'analysis-failed',
] as const;
export type AiProblemCode = (typeof aiProblemCodes)[number];

/** RFC 9457 body of a refusal. `part` names the recording at fault. */
export const aiProblemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(aiProblemCodes),
  part: z.enum(['sample', 'reference']).optional(),
});
export type AiProblem = z.infer<typeof aiProblemSchema>;
