import { HttpProblem, type ProblemEntry } from './http-problem.js';

/** What Node's HTTP parser refuses, by its code; the same in all apps, because no code of theirs has seen the request. */
export const parserProblems = {
  'malformed-request': {
    status: 400,
    title: 'The request is not HTTP',
    hint: 'Send a request as RFC 9112 defines it, without TLS to a port that has none.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request arrived too slowly',
    hint: 'Send it again over a faster connection.',
  },
  'chunk-extensions-too-large': {
    status: 413,
    title: 'The body has too many chunk extensions',
    hint: 'Send the body without chunk extensions.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    hint: 'Send headers of at most 16 KiB together.',
  },
} as const satisfies Record<string, Omit<ProblemEntry, 'type'>>;

type ParserProblemCode = keyof typeof parserProblems;

/** The stable URI of a problem of the parser. */
export const parserProblemType = (code: ParserProblemCode): string => `urn:vocalborn:http:${code}`;

const codeByError: Readonly<Record<string, ParserProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'chunk-extensions-too-large',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** The problem for an error of the parser. It shows nothing of the request. */
export function parserProblem(errorCode: string | undefined): HttpProblem {
  const code = codeByError[errorCode ?? ''] ?? 'malformed-request';
  const entry = { type: parserProblemType(code), ...parserProblems[code] };
  return new HttpProblem(entry, { code, detail: `${entry.title}.` });
}
