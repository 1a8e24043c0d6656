import { HttpException } from '@nestjs/common';
import { AudioStoreError } from '@vocalborn/audio-store';
import { isDatabaseUnavailable, WrongCursorError } from '@vocalborn/database';
import { FormError, KeysUnavailableError, NotAuthenticatedError } from '@vocalborn/http';
import type { FastifyError } from 'fastify';
import { problems, type ProblemCode } from './problem-catalogue.js';
import { Problem } from './problem.js';

/** The problem for anything that was thrown. Of an unexpected error the caller sees no message. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof NotAuthenticatedError) return new Problem('not-authenticated', thrown.reason);
  if (thrown instanceof KeysUnavailableError)
    return new Problem('service-unavailable', {
      'en-US': 'Your token cannot be checked now.',
      'zh-TW': '目前無法驗證您的權杖。',
    });
  if (thrown instanceof WrongCursorError)
    return Problem.invalidFields([{ field: 'cursor', message: 'must be the next_cursor of another page' }]);
  if (thrown instanceof FormError) return fromForm(thrown);
  if (thrown instanceof AudioStoreError) return new Problem('service-unavailable', thrown.message);
  if (isDatabaseUnavailable(thrown))
    return new Problem('service-unavailable', {
      'en-US': 'The database cannot be reached now.',
      'zh-TW': '目前無法連線到資料庫。',
    });
  return fromStatus(statusOf(thrown), thrown);
}

/** The problem for what the server refuses before routing: an address that cannot be parsed. */
export function toUnroutedProblem(error: FastifyError): Problem {
  const isAddress = (error.statusCode ?? 500) < 500;
  return isAddress ? Problem.invalidFields([{ field: 'path', message: error.message }]) : toProblem(error);
}

function fromForm({ fault, message, field }: FormError): Problem {
  if (fault === 'stalled') return new Problem('upload-timeout', message);
  if (field !== undefined) return Problem.invalidFields([{ field, message }]);
  return new Problem('malformed-body', message);
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

const codeByStatus: Readonly<Partial<Record<number, ProblemCode>>> = {
  400: 'malformed-body',
  404: 'not-found',
  413: 'body-too-large',
  415: 'unsupported-media-type',
  503: 'service-unavailable',
};

/** Errors of Nest and Fastify. Their messages are written for callers unless the status is 500 or more. */
function fromStatus(status: number, thrown: unknown): Problem {
  const code = codeByStatus[status] ?? (status < 500 ? 'malformed-body' : 'internal-error');
  const detail = status < 500 && thrown instanceof Error ? thrown.message : problems[code].title;
  return new Problem(code, detail);
}
