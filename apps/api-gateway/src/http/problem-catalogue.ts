/** How one kind of refusal looks over HTTP. `hint` tells the caller what to do about it. */
interface ProblemEntry {
  readonly status: number;
  readonly title: string;
  readonly hint: string;
}

/** Every problem that the gateway answers with: the code is stable, clients may switch on it. */
export const problems = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    hint: 'Correct the fields listed in "errors" and send the request again.',
  },
  'malformed-body': {
    status: 400,
    title: 'The body cannot be read',
    hint: 'Send well-formed JSON, or multipart/form-data where a recording is uploaded.',
  },
  'not-authenticated': {
    status: 401,
    title: 'The caller is not known',
    hint: 'Send a valid bearer token in the Authorization header.',
  },
  forbidden: {
    status: 403,
    title: 'The caller may not do this',
    hint: 'Use an account that has the right to do it.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing',
    hint: 'Check the address and the id; things of other people are not shown.',
  },
  'no-picture': {
    status: 404,
    title: 'The result has no picture',
    hint: 'It was made by a version that kept no series; submit the record anew for one.',
  },
  'upload-timeout': {
    status: 408,
    title: 'The body came too slowly',
    hint: 'Send it again over a faster connection.',
  },
  'analysis-running': {
    status: 409,
    title: 'An analysis of this record is running',
    hint: 'Follow the task given in "task_id" instead of asking for another.',
  },
  'task-ended': {
    status: 409,
    title: 'The task has ended',
    hint: 'Nothing is left to cancel; look at "task_status".',
  },
  'task-not-retryable': {
    status: 409,
    title: 'The task cannot be run again',
    hint: 'Only a failed or revoked task can: look at "task_status", and submit the record anew for another analysis.',
  },
  'record-already-reviewed': {
    status: 409,
    title: 'The record has been reviewed',
    hint: 'A record that a therapist has reviewed is closed; make a new one.',
  },
  'task-not-finished': {
    status: 409,
    title: 'The task has no result',
    hint: 'Look at "task_status": poll again while the task is under way; a failed or revoked task has no result.',
  },
  'audio-too-large': {
    status: 413,
    title: 'The recording is too large',
    hint: 'Send a recording of at most "max_bytes" bytes.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    hint: 'Send a smaller body.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The format is not supported',
    hint: 'Send one of the formats listed in "supported".',
  },
  'record-without-audio': {
    status: 422,
    title: 'The record has no recording',
    hint: 'Upload a recording for this record first.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key belongs to another request',
    hint: 'Use a new Idempotency-Key for a different request.',
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong on our side',
    hint: 'Try again later; give the "request_id" when you report it.',
  },
  'service-unavailable': {
    status: 503,
    title: 'The service cannot answer now',
    hint: 'Try again after the time in the Retry-After header.',
  },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof problems;

/** Stable identifier of a problem, as RFC 9457 asks. */
export function problemType(code: ProblemCode): string {
  return `urn:vocalborn:problem:${code}`;
}
