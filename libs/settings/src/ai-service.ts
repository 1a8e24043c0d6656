import { z } from 'zod';
import { flag, url, wholeNumber } from './fields.js';
import type { Environment } from './environment.js';
import { readSettings } from './read-settings.js';
import { processSettings, uploadSettings } from './topics.js';
import { threadsThatFit, usableCores } from './usable-machine.js';

export const aiServiceShape = {
  ...processSettings(8001),
  ...uploadSettings,
  AI_SERVICE_API_KEY: z.string().min(1).optional().describe('key that callers must send; without it anyone may call'),
  AI_SERVICE_KEY_REQUIRED: flag
    .default(false)
    .describe(
      'whether the service refuses to start without AI_SERVICE_API_KEY; `true` in the manifests for Kubernetes',
    ),
  MAX_AUDIO_FILE_SIZE: wholeNumber({ min: 1024, max: 1024 ** 3 })
    .default(52_428_800)
    .describe('largest recording in bytes'),
  MAX_AUDIO_DURATION_SECONDS: wholeNumber({ min: 1, max: 7_200 }).default(600).describe('longest recording in seconds'),
  ANALYSIS_POOL_SIZE: wholeNumber({ min: 1, max: 256 })
    .optional()
    .describe('analyses that run at the same time, each on its own thread'),
  ANALYSIS_QUEUE_LIMIT: wholeNumber({ min: 0, max: 10_000 })
    .default(16)
    .describe('analyses that may wait for a thread before the service answers 503'),
  ANALYSIS_THREAD_MEMORY_MB: wholeNumber({ min: 128, max: 16_384 })
    .default(1_024)
    .describe('largest heap of one analysis'),
  ANALYSIS_IDLE_SECONDS: wholeNumber({ min: 1, max: 86_400 })
    .default(60)
    .describe('seconds without work after which the threads are replaced, which frees the memory of large analyses'),
  LLM_BASE_URL: url('http', 'https')
    .optional()
    .describe(
      'OpenAI-compatible service that words the suggestions, as https://host/v1; without it the rules word them',
    ),
  LLM_API_KEY: z.string().min(1).optional().describe('key for the language model'),
  LLM_MODEL: z.string().min(1).default('gpt-4o-mini').describe('model that words the suggestions'),
  LLM_TIMEOUT_MS: wholeNumber({ min: 100, max: 60_000 })
    .default(5_000)
    .describe('milliseconds for the language model to answer; after that the rules word the suggestions'),
  ASR_MODEL_PATH: z
    .string()
    .min(1)
    .optional()
    .describe(
      'ONNX file of a speech recogniser with CTC outputs; with it, results contain how much of the text was said',
    ),
  ASR_VOCABULARY_PATH: z
    .string()
    .min(1)
    .optional()
    .describe("the recogniser's vocabulary; `vocab.json` beside the model if not set"),
  ASR_TIMEOUT_MS: wholeNumber({ min: 100, max: 600_000 })
    .default(60_000)
    .describe('milliseconds for the recogniser, including its queue; after that the result is made without it'),
  SHUTDOWN_GRACE_SECONDS: wholeNumber({ min: 0, max: 86_400 })
    .default(120)
    .describe('seconds for running analyses to finish when the service is asked to stop'),
};

function keyFaults({ AI_SERVICE_KEY_REQUIRED: required, AI_SERVICE_API_KEY: key }: Environment): string[] {
  return required === 'true' && key === undefined
    ? ['AI_SERVICE_API_KEY is required: anybody could call the service']
    : [];
}

/** Settings of the ai-service. @throws SettingsError */
export function aiServiceSettings(env: Environment = process.env) {
  const settings = readSettings(aiServiceShape, env, keyFaults);
  const fitting = Math.min(256, usableCores(), threadsThatFit(settings.ANALYSIS_THREAD_MEMORY_MB));
  return { ...settings, ANALYSIS_POOL_SIZE: settings.ANALYSIS_POOL_SIZE ?? fitting };
}

export type AiServiceSettings = ReturnType<typeof aiServiceSettings>;
