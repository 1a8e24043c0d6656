import type { AiProblemCode } from '@vocalborn/ai-contract';
import { HttpProblem, problemOfStatus } from '@vocalborn/http';

/** Code → HTTP status and title. */
export const catalogue: Record<AiProblemCode, { status: number; title: string }> = {
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

export interface RefusalDetails {
  readonly part?: 'sample' | 'reference' | undefined;
  /** The form field at fault. */
  readonly field?: string | undefined;
}

/** A request that is refused. */
export class Refusal extends HttpProblem {
  constructor(
    readonly problemCode: AiProblemCode,
    detail: string,
    { part, field }: RefusalDetails = {},
  ) {
    const members = { ...(part && { part }), ...(field && { field }) };
    super(
      { type: `urn:vocalborn:problem:${problemCode}`, ...catalogue[problemCode] },
      { code: problemCode, detail, members },
    );
    this.name = 'Refusal';
  }
}

/** The problem for anything that was thrown. Of an unexpected error the caller sees no message. */
export function toProblem(thrown: unknown): HttpProblem {
  if (thrown instanceof HttpProblem) return thrown;
  const { status, detail } = problemOfStatus(thrown, 'problem');
  if (status === 404) return new Refusal('not-found', detail);
  if (status < 500) return new Refusal('invalid-request', detail);
  return new Refusal('analysis-failed', 'The service met an unexpected error.');
}
