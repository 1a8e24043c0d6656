import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { url, wholeNumber } from './fields.js';
import { readSettings, type Environment } from './read-settings.js';
import { processSettings, uploadSettings } from './topics.js';

export const aiServiceShape = {
  ...processSettings(8001),
  ...uploadSettings,
  AI_SERVICE_API_KEY: z.string().min(1).optional().describe('key that callers must send; anyone may call without'),
  MAX_AUDIO_FILE_SIZE: wholeNumber({ min: 1024, max: 1024 ** 3 })
    .default(52_428_800)
    .describe('largest recording in bytes'),
  MAX_AUDIO_DURATION_SECONDS: wholeNumber({ min: 1, max: 7_200 }).default(600).describe('longest recording in seconds'),
  ANALYSIS_POOL_SIZE: wholeNumber({ min: 1, max: 256 })
    .default(availableParallelism())
    .describe('analyses that are computed at a time, each on its own thread'),
  ANALYSIS_QUEUE_LIMIT: wholeNumber({ min: 0, max: 10_000 })
    .default(16)
    .describe('analyses that may wait for a thread before the service answers 503'),
  ANALYSIS_THREAD_MEMORY_MB: wholeNumber({ min: 128, max: 16_384 })
    .default(1_024)
    .describe('most heap that one analysis may use'),
  ANALYSIS_IDLE_SECONDS: wholeNumber({ min: 1, max: 86_400 })
    .default(60)
    .describe('seconds without work after which fresh threads take over, which gives the memory of large jobs back'),
  LLM_BASE_URL: url('http', 'https')
    .optional()
    .describe('OpenAI-compatible service that words the suggestions, as https://host/v1; the rules do without'),
  LLM_API_KEY: z.string().min(1).optional().describe('key that the language model asks for'),
  LLM_MODEL: z.string().min(1).default('gpt-4o-mini').describe('model that words the suggestions'),
  LLM_TIMEOUT_MS: wholeNumber({ min: 100, max: 60_000 })
    .default(5_000)
    .describe("milliseconds that the language model has; then the rules' own words are given"),
  ASR_MODEL_PATH: z
    .string()
    .min(1)
    .optional()
    .describe('ONNX file of a speech recogniser with CTC outputs; with it, results tell how much of the text was said'),
  ASR_VOCABULARY_PATH: z
    .string()
    .min(1)
    .optional()
    .describe("the recogniser's vocabulary; `vocab.json` beside the model when not given"),
  ASR_TIMEOUT_MS: wholeNumber({ min: 100, max: 600_000 })
    .default(60_000)
    .describe('milliseconds that recognising may take, waiting for its turn included; then the result does without'),
  SHUTDOWN_GRACE_SECONDS: wholeNumber({ min: 0, max: 86_400 })
    .default(120)
    .describe('seconds that running analyses have to finish when the service is asked to stop'),
};

/** Settings of the ai-service. @throws SettingsError */
export function aiServiceSettings(env: Environment = process.env) {
  return readSettings(aiServiceShape, env);
}

export type AiServiceSettings = ReturnType<typeof aiServiceSettings>;
