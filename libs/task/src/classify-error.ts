import type { ErrorKind } from './retry-table.js';
import { TaskError } from './task-error.js';

/** Codes of the system, of TLS and of undici for a peer that cannot be reached or a connection that broke. */
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EPROTO',
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Codes for a peer that was reached and did not answer in time. */
const timeoutCodes = new Set(['ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** Codes for a recording that no later attempt can read. */
const fileCodes = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES', 'EPERM', 'ENAMETOOLONG']);

/**
 * The kind of the retry table for anything that was thrown; `unclassified` when nothing tells. Follows `cause` and the
 * members of an AggregateError, because fetch and the database driver wrap the error that names the fault.
 */
export function classifyError(thrown: unknown): ErrorKind {
  for (const error of causes(thrown)) {
    const kind = kindOf(error);
    if (kind !== null) return kind;
  }
  return 'unclassified';
}

function kindOf(error: object): ErrorKind | null {
  if (error instanceof TaskError) return error.kind;
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (name === 'TimeoutError') return 'timeout';
  if (typeof code !== 'string') return null;
  if (timeoutCodes.has(code)) return 'timeout';
  if (networkCodes.has(code) || code.startsWith('ERR_TLS_') || code.startsWith('ERR_SSL_') || /CERT/.test(code)) {
    return 'network';
  }
  return fileCodes.has(code) ? 'file' : null;
}

function* causes(thrown: unknown): Generator<object> {
  const seen = new Set<object>();
  const queue: unknown[] = [thrown];
  while (queue.length > 0) {
    const error = queue.shift();
    if (typeof error !== 'object' || error === null || seen.has(error)) continue;
    seen.add(error);
    yield error;
    queue.push((error as { cause?: unknown }).cause);
    if (error instanceof AggregateError) queue.push(...(error.errors as unknown[]));
  }
}
