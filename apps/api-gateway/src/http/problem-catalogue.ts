import type { ProblemEntry } from '@vocalborn/http';

/** Every problem of the gateway. The codes are stable: clients may switch on them. */
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
    title: 'The caller is not authenticated',
    hint: 'Send a valid bearer token in the Authorization header.',
  },
  forbidden: {
    status: 403,
    title: 'The caller may not do this',
    hint: 'Use an account that has the right to do it.',
  },
  'audio-link-not-valid': {
    status: 403,
    title: 'The link to the recording is not valid',
    hint: 'Ask for a new link with POST to the address of the recording with "audio-link" in place of "audio".',
  },
  'not-found': {
    status: 404,
    title: 'The requested object does not exist',
    hint: 'Check the address and the id. Objects of other users are not shown.',
  },
  'no-picture': {
    status: 404,
    title: 'The result has no picture',
    hint: 'An earlier version stored it without contours. Submit the record again to get a picture.',
  },
  'upload-timeout': {
    status: 408,
    title: 'The body arrived too slowly',
    hint: 'Send it again over a faster connection.',
  },
  'analysis-running': {
    status: 409,
    title: 'An analysis of this record is running',
    hint: 'Follow the task given in "task_id" instead of submitting another one.',
  },
  'task-ended': {
    status: 409,
    title: 'The task has ended',
    hint: 'There is nothing to cancel; "task_status" has its final state.',
  },
  'task-not-retryable': {
    status: 409,
    title: 'The task cannot be run again',
    hint: 'Only a failed or cancelled task can; "task_status" has its state. Submit the record again for another analysis.',
  },
  'too-many-attempts': {
    status: 409,
    title: 'The task has been run too often',
    hint: 'Submit the record again: that makes a new task.',
  },
  'record-already-reviewed': {
    status: 409,
    title: 'The record has been reviewed',
    hint: 'A record that a therapist has reviewed is closed. Create a new one.',
  },
  'task-not-finished': {
    status: 409,
    title: 'The task has no result',
    hint: 'Poll again while "task_status" is not final. A failed or cancelled task has no result.',
  },
  'too-many-webhooks': {
    status: 409,
    title: 'The caller has too many webhooks',
    hint: 'Delete one that is not needed. "max_webhooks" is the limit.',
  },
  'webhook-disabled': {
    status: 409,
    title: 'The webhook is disabled',
    hint: 'Read "disabled_reason" of the webhook, correct the cause, enable the webhook, and ask again.',
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
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    hint: 'Wait "retry_after" seconds. The RateLimit headers tell what is left.',
  },
  'too-many-tasks': {
    status: 429,
    title: 'Too many of your tasks wait or run',
    hint: 'Submit again when some of them have ended. GET /tasks lists them.',
  },
  'too-many-recordings': {
    status: 429,
    title: 'Too many of your recordings are stored',
    hint: 'Erase practice records that are not needed, or ask the operator to raise the limit.',
  },
  'too-many-streams': {
    status: 429,
    title: 'Too many streams of events are open',
    hint: 'Close one, or follow all tasks in one stream with GET /events.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The format is not supported',
    hint: 'Send a format that this address takes. For a recording, "supported" lists them.',
  },
  'range-not-satisfiable': {
    status: 416,
    title: 'The range lies beyond the recording',
    hint: 'Ask for a range within the size that Content-Range tells.',
  },
  'record-without-audio': {
    status: 422,
    title: 'The record has no recording',
    hint: 'Upload a recording for this record first.',
  },
  'example-not-usable': {
    status: 422,
    title: 'The example recording cannot be used',
    hint: 'Record the example again and send that; "reason" tells what is wrong with this one.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key belongs to another request',
    hint: 'Use a new Idempotency-Key for a different request.',
  },
  'internal-error': {
    status: 500,
    title: 'The service met an unexpected error',
    hint: 'Try again later. Quote the "request_id" when you report it.',
  },
  'audio-links-not-configured': {
    status: 501,
    title: 'The service creates no links to recordings',
    hint: 'Fetch the recording with a bearer token. Operators set AUDIO_LINK_SECRET.',
  },
  'examples-cannot-be-checked': {
    status: 501,
    title: 'The service cannot check example recordings',
    hint: 'Sentences cannot be added here. Operators set AI_SERVICE_URL.',
  },
  'service-unavailable': {
    status: 503,
    title: 'The service cannot answer now',
    hint: 'Try again after the time in the Retry-After header.',
  },
} as const satisfies Record<string, Omit<ProblemEntry, 'type'>>;

export type ProblemCode = keyof typeof problems;

/** The stable URI of a problem (RFC 9457, `type`). */
export function problemType(code: ProblemCode): string {
  return `urn:vocalborn:problem:${code}`;
}
