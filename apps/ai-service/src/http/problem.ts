import type { AiProblem, AiProblemCode } from '@vocalborn/ai-contract';

/** Code → HTTP status and title. */
const catalogue: Record<AiProblemCode, { status: number; title: string }> = {
  'invalid-request': { status: 400, title: 'The request is not as expected' },
  unauthorized: { status: 401, title: 'The API key is missing or wrong' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'upload-timeout': { status: 408, title: 'The request came too slowly' },
  'audio-too-large': { status: 413, title: 'The recording has too many bytes' },
  'audio-too-long': { status: 422, title: 'The recording lasts too long' },
  'unsupported-format': { status: 415, title: 'The format of the recording is not supported' },
  'undecodable-audio': { status: 422, title: 'The recording is damaged' },
  'audio-silent': { status: 422, title: 'The recording is silent' },
  'audio-too-short': { status: 422, title: 'The recording is too short' },
  'queue-full': { status: 503, title: 'Too many analyses are waiting' },
  'analysis-failed': { status: 500, title: 'The analysis failed' },
};

/** Seconds after which a refused client may retry: about the time of one sentence. */
export const retryAfterSeconds = 5;

export interface RefusalDetails {
  readonly part?: 'sample' | 'reference' | undefined;
  /** The form field at fault. */
  readonly field?: string | undefined;
}

/** A request that is refused with a problem. */
export class Refusal extends Error {
  constructor(
    readonly code: AiProblemCode,
    detail: string,
    private readonly details: RefusalDetails = {},
  ) {
    super(detail);
    this.name = 'Refusal';
  }

  /** RFC 9457 body. */
  toProblem(): AiProblem {
    const { part, field } = this.details;
    return {
      type: `urn:vocalborn:problem:${this.code}`,
      ...catalogue[this.code],
      detail: this.message,
      code: this.code,
      ...(part && { part }),
      ...(field && { field }),
    };
  }
}
