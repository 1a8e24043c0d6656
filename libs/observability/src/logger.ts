import type { LoggerService } from '@nestjs/common';
import { loggedError } from './logged-error.js';
import { spanIds } from './tracing.js';
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

/** Names of fields that people search for: in lines they are written as on the wire. */
const wireNames: Readonly<Record<string, string>> = { taskId: 'task_id', requestId: 'request_id' };

/**
 * A logger that writes JSON lines, by default to standard output. `name` is the app, times are ISO 8601 UTC, secrets are
 * replaced, and errors hold nothing that people wrote (see `loggedError`).
 */
export function createLogger(options: { name: string; level: string }, output?: DestinationStream): Logger {
  const settings: LoggerOptions = {
    name: options.name,
    level: options.level,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ({ ...spanIds() }),
    formatters: { level: (label) => ({ level: label }), log: withWireNames },
    serializers: { err: loggedError },
    redact: { paths: redacted, censor: '[redacted]' },
  };
  return output ? pino(settings, output) : pino(settings);
}

function withWireNames(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [wireNames[name] ?? name, value]));
}

/** Writes Nest's messages through the app's logger. Nest's level `log` becomes `debug`. */
export function nestLogger(logger: Logger): LoggerService {
  const write =
    (level: 'debug' | 'error' | 'fatal' | 'trace' | 'warn') =>
    (message: unknown, ...rest: unknown[]) => {
      const context = rest.at(-1);
      const detail = rest.slice(0, -1).map((each) => loggedError(each));
      if (message instanceof Error) logger[level]({ context, err: message }, 'an error of the framework');
      else logger[level]({ context, detail }, String(message));
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
