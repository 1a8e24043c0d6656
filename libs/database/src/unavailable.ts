/** SQLSTATE classes and codes of a server that is unreachable, shutting down, starting, out of resources, or a standby. */
const unavailableStates = /^(08...|57P0[1-5]|53...|25006)$/;

const systemCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

/** Messages of driver errors that have no code. */
const driverTexts =
  /timeout exceeded when trying to connect|Connection terminated|not queryable|Client was closed|Query read timeout/i;

/** Whether an error means that Postgres cannot be reached now. False for errors of a statement. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, cause, errors } = error as {
    code?: unknown;
    message?: unknown;
    cause?: unknown;
    errors?: unknown;
  };
  if (typeof code === 'string' && (systemCodes.has(code) || unavailableStates.test(code))) return true;
  if (typeof message === 'string' && driverTexts.test(message)) return true;
  return isDatabaseUnavailable(cause) || (Array.isArray(errors) && errors.some(isDatabaseUnavailable));
}
