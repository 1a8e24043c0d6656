import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

/** Injection token of the app's logger. */
export const LOGGER = Symbol('logger');

/** Fields whose values are replaced in every log line: credentials. */
const redacted = [
  'authorization',
  'password',
  'token',
  'secret',
  'apiKey',
  'headers.authorization',
  'headers["x-api-key"]',
  'headers.cookie',
  'req.headers.authorization',
  'req.headers["x-api-key"]',
  'req.headers.cookie',
];

/** A logger that writes JSON lines, by default to standard output. `name` is the app, times are ISO 8601 UTC, secrets are replaced. */
export function createLogger(options: { name: string; level: string }, output?: DestinationStream): Logger {
  const settings: LoggerOptions = {
    name: options.name,
    level: options.level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: redacted, censor: '[redacted]' },
  };
  return output ? pino(settings, output) : pino(settings);
}

/** Writes Nest's messages through the app's logger. Nest's level `log` becomes `debug`. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'error' | 'fatal' | 'trace' | 'warn') =>
    (message: unknown, ...rest: unknown[]) => {
      const context = rest.at(-1);
      logger[level]({ context, detail: rest.slice(0, -1) }, String(message));
    };
  return {
    log: write('debug'),
    error: write('error'),
    warn: write('warn'),
    debug: write('trace'),
    verbose: write('trace'),
    fatal: write('fatal'),
  };
}

export type { Logger };
