import type { AiProblem, AiProblemCode } from '@vocalborn/ai-contract';

/** The status that each refusal is answered with, and its title. */
const refusals: Readonly<Record<AiProblemCode, { readonly status: number; readonly title: string }>> = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'The caller is not known' },
  'audio-too-large': { status: 413, title: 'The recording is too large' },
  'audio-too-long': { status: 422, title: 'The recording is too long' },
  'unsupported-format': { status: 415, title: 'The format is not supported' },
  'undecodable-audio': { status: 422, title: 'The recording cannot be decoded' },
  'audio-silent': { status: 422, title: 'There is no voice in the recording' },
  'audio-too-short': { status: 422, title: 'The recording is too short' },
  'queue-full': { status: 503, title: 'Too many analyses are waiting' },
  'analysis-failed': { status: 500, title: 'The analysis failed' },
};

/** A request that the service refuses, with the reason that the caller is told. */
export class Refusal extends Error {
  constructor(
    readonly code: AiProblemCode,
    detail: string,
    readonly members: { readonly part?: 'sample' | 'reference'; readonly field?: string } = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'Refusal';
  }

  /** The RFC 9457 body. */
  problem(): AiProblem {
    const { status, title } = refusals[this.code];
    const { part, field } = this.members;
    return {
      type: `urn:vocalborn:ai-problem:${this.code}`,
      title,
      status,
      detail: this.message,
      code: this.code,
      ...(part === undefined ? {} : { part }),
      ...(field === undefined ? {} : { field }),
    };
  }
}
