import { HttpException } from '@nestjs/common';
import { STATUS_CODES, type IncomingHttpHeaders } from 'node:http';

/** How one problem looks over HTTP. `type` and `code` are stable: clients may switch on them. */
export interface ProblemEntry {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  /** What the caller can do about it. */
  readonly hint?: string;
}

/** The parts of a problem that differ from one request to the next. */
export interface ProblemDetails {
  readonly code: string;
  /** What is wrong with this request, written for its caller. */
  readonly detail: string;
  /** Further members of the body. */
  readonly members?: Readonly<Record<string, unknown>> | undefined;
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string | string[]>> | undefined;
}

/** What the body of a problem depends on. */
export interface ProblemRequest {
  /** Null when it could not be read; then the body has no `instance`. */
  readonly url: string | null;
  readonly id: string;
  readonly headers?: IncomingHttpHeaders;
}

/** A refusal that the caller should understand. Thrown anywhere in an app; the filter renders it. */
export class HttpProblem extends Error {
  readonly code: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(
    readonly entry: ProblemEntry,
    { code, detail, members = {}, headers = {} }: ProblemDetails,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'HttpProblem';
    this.code = code;
    this.headers = headers;
    this.#members = members;
  }

  get status(): number {
    return this.entry.status;
  }

  get detail(): string {
    return this.message;
  }

  /** The body of the answer, as RFC 9457 defines it. */
  body(request: ProblemRequest): Record<string, unknown> {
    const { type, title, status, hint } = this.entry;
    return {
      ...this.#members,
      type,
      title,
      status,
      detail: this.detail,
      ...(hint === undefined ? {} : { hint }),
      code: this.code,
      ...(request.url === null ? {} : { instance: request.url.split('?')[0] }),
      request_id: request.id,
    };
  }
}

/** The entry and the code of a status that no catalogue describes, in the namespace of an app. */
export function entryOfStatus(
  status: number,
  namespace: string,
): { readonly entry: ProblemEntry; readonly code: string } {
  const title = STATUS_CODES[status] ?? 'Error';
  const code = title.toLowerCase().replaceAll(/\W+/g, '-');
  return { entry: { type: `urn:vocalborn:${namespace}:${code}`, status, title }, code };
}

/** The problem for an error of Nest or Fastify, by its status. Of an unexpected error the caller sees no message. */
export function problemOfStatus(thrown: unknown, namespace: string): HttpProblem {
  if (thrown instanceof HttpProblem) return thrown;
  const given = (thrown as { statusCode?: unknown } | null)?.statusCode;
  const status = thrown instanceof HttpException ? thrown.getStatus() : typeof given === 'number' ? given : 500;
  const { entry, code } = entryOfStatus(status, namespace);
  const isForCaller = status < 500 && thrown instanceof Error;
  return new HttpProblem(entry, { code, detail: isForCaller ? thrown.message : entry.title });
}
