/**
 * Members of errors that name the fault and hold nothing that people wrote: of Node, of Postgres, and of our own errors. Not
 * among them: `detail`, `where`, `hint`, `query` and `parameters` of Postgres, and the arguments of a command of Redis.
 */
const impersonal = [
  ...['code', 'errno', 'syscall', 'address', 'port', 'status', 'statusCode'],
  ...['severity', 'schema', 'table', 'column', 'constraint', 'routine', 'kind', 'reason'],
] as const;

/** SQLSTATE of class 22 (data exception): such a message quotes the value that was refused. */
const dataException = /^22[0-9A-Z]{3}$/;

/** JSON.parse quotes the text that it cannot read. */
const quotesJson = /is not valid JSON$|in JSON at position/;

const leftOut = '(quotes a value: left out)';

/** Deepest chain of causes that is written. */
const deepest = 5;

/**
 * The part of an error that may be logged: its type, message, stack, cause and the members above. A message that quotes what
 * people wrote is left out.
 */
export function loggedError(thrown: unknown, depth = 0): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const { name, cause } = thrown;
  const members = thrown as Error & Readonly<Record<string, unknown>>;
  const message = messageOf(members);
  const more = depth < deepest && cause instanceof Error ? { cause: loggedError(cause, depth + 1) } : {};
  const errors =
    thrown instanceof AggregateError ? { errors: thrown.errors.map((each) => loggedError(each, deepest)) } : {};
  const known = impersonal.filter((member) => ['string', 'number'].includes(typeof members[member]));
  return {
    type: name === 'Error' ? thrown.constructor.name : name,
    message,
    stack: [`${name}: ${message}`, framesOf(thrown)].join('\n'),
    ...Object.fromEntries(known.map((member) => [member, members[member]])),
    ...more,
    ...errors,
  };
}

/** The message, if it holds nothing that people wrote and names no file: recordings are stored under ids of records. */
function messageOf(error: Error & Readonly<Record<string, unknown>>): string {
  const { message } = error;
  const [code, syscall] = [error['code'], error['syscall']];
  if (typeof code === 'string' && dataException.test(code)) return leftOut;
  if (error instanceof SyntaxError && quotesJson.test(message)) return leftOut;
  return typeof error['path'] === 'string' ? `${String(code)}: ${String(syscall)} failed` : message;
}

/** The calls of a stack, without the message before them. */
function framesOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.join('\n');
}
