import type { IncomingMessage } from 'node:http';
import { DelimitedBody } from './delimited-body.js';
import { FormError } from './form-error.js';
import { PacedSource, type Pace } from './paced-source.js';
import { readPartHead, type PartHead } from './part-head.js';

/** A field or a file of a form; its content is read while it arrives, and passed over where nobody reads it. */
export interface FormPart extends PartHead {
  readonly content: AsyncIterable<Buffer>;
}

export interface FormLimits extends Pace {
  readonly maxParts: number;
}

const preamble = {
  maxBytes: 4_096,
  tooLong: 'The body does not begin with the boundary that the content type names.',
  cut: 'The boundary that the content type names is not in the body.',
};
const cut = 'The body ends before the last boundary.';
const head = { maxBytes: 16_384, tooLong: 'A part of the form has too long a header.', cut };
const headEnd = Buffer.from('\r\n\r\n');

/**
 * Reads a request's multipart/form-data (RFC 7578) part by part, in bounded memory and at a bounded pace. Strict where
 * a sender's mistake would otherwise go unnoticed: every part must have a name, and the last boundary must come.
 * When it throws, or is left early, the rest of the body is unread: see `drainBody`.
 * @throws FormError
 */
export async function* readForm(
  request: IncomingMessage,
  limits: FormLimits,
): AsyncGenerator<FormPart, void, undefined> {
  const boundary = Buffer.from(`\r\n--${boundaryOf(request.headers['content-type'])}`, 'latin1');
  const source = new PacedSource(request, limits);
  // The first boundary need not follow a line break.
  const body = new DelimitedBody(source, Buffer.from('\r\n'));
  try {
    await body.take(boundary, preamble);
    for (let parts = 0; !(await body.startsWith('--', cut)); parts += 1) {
      if (parts === limits.maxParts) throw new FormError('malformed', `The form has more than ${parts} parts.`);
      yield* onePart(body, boundary);
    }
  } finally {
    await source.release();
  }
  // Whatever follows the last boundary means nothing (RFC 2046); unread, it would hide that the sender leaves.
  request.resume();
}

async function* onePart(body: DelimitedBody, boundary: Buffer): AsyncGenerator<FormPart, void, undefined> {
  const partHead = readPartHead(await body.take(headEnd, head));
  let over = false;
  async function* rest() {
    if (over) return;
    yield* body.until(boundary, cut);
    over = true;
  }
  yield { ...partHead, content: rest() };
  const unread = rest();
  while (!(await unread.next()).done) continue;
}

function boundaryOf(contentType = ''): string {
  if (!/^multipart\/form-data\s*(;|$)/i.test(contentType)) {
    throw new FormError('not-a-form', 'The body must be multipart/form-data.');
  }
  const found = /;\s*boundary=(?:"([^"]{1,200})"|([^;"\s]{1,200}))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) throw new FormError('malformed', 'The content type names no boundary.');
  return boundary;
}
