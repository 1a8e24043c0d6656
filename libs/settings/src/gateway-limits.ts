import { z } from 'zod';
import { wholeNumber } from './fields.js';
import { proxySettings } from './topics.js';

const perMinute = (defaultLimit: number) => wholeNumber({ min: 1, max: 10_000_000 }).default(defaultLimit);

/**
 * What one user and one address may ask of the gateway. The defaults are far above what a clinic does, and low enough that
 * one script does not slow down the others.
 */
export const gatewayLimitSettings = {
  LIMITS: z
    .enum(['on', 'off'])
    .default('on')
    .describe('`off` lifts every limit below, for benchmarks and trusted networks'),
  ...proxySettings,
  LIMIT_REQUESTS_PER_MINUTE: perMinute(6_000).describe('requests of one user in a minute'),
  LIMIT_ADDRESS_REQUESTS_PER_MINUTE: perMinute(60_000).describe('requests from one address in a minute'),
  LIMIT_UPLOADS_PER_MINUTE: perMinute(300).describe('uploads of one user in a minute'),
  LIMIT_SUBMISSIONS_PER_MINUTE: perMinute(600).describe('tasks that one user submits in a minute'),
  LIMIT_RERUNS_PER_MINUTE: perMinute(120).describe('tasks that one user runs again in a minute'),
  LIMIT_EXPORTS_PER_MINUTE: perMinute(10).describe('exports of own data that one user asks for in a minute'),
  LIMIT_TASKS_IN_FLIGHT: wholeNumber({ min: 1, max: 1_000_000 })
    .default(2_000)
    .describe('tasks submitted by one user that may wait or run at a time'),
  LIMIT_RECORDINGS: wholeNumber({ min: 1, max: 10_000_000 })
    .default(50_000)
    .describe('recordings that are stored for one user'),
  LIMIT_STREAMS: wholeNumber({ min: 1, max: 10_000 })
    .default(20)
    .describe('streams of events that one user may have open at one gateway'),
  LIMIT_OPEN_BODIES: wholeNumber({ min: 1, max: 100_000 })
    .default(500)
    .describe('requests whose bodies one gateway receives at a time; a tenth of it, but at least 10, from one address'),
};
