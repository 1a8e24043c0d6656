import type { AiProblem, AiProblemCode } from '@vocalborn/ai-contract';
import { TaskError } from '@vocalborn/task';

/** The message for users when the service refuses their recording. */
const recordingRefusals: Readonly<Partial<Record<AiProblemCode, string>>> = {
  'audio-too-large': 'The recording is too large.',
  'audio-too-long': 'The recording is too long.',
  'unsupported-format': 'The format of the recording is not supported.',
  'undecodable-audio': 'The recording is damaged or is not audio.',
  'audio-silent': 'No voice can be heard in the recording.',
  'audio-too-short': 'The recording is too short.',
};

/** Longest retry delay that is accepted from the service. */
const longestRetryAfterMs = 3_600_000;

/** The error for a refusal of the service: `file` when the recording is at fault, which is final, else `ai_service`. */
export function refusal(status: number, problem: AiProblem | undefined, retryAfter: string | null): TaskError {
  const cause = new Error(`the AI service answered ${status}: ${problem ? `${problem.code}: ${problem.detail}` : '?'}`);
  const aboutRecording = problem && recordingRefusals[problem.code];
  if (aboutRecording) {
    const which = problem.part === 'reference' ? 'The example recording of the sentence: ' : '';
    return new TaskError('file', which + aboutRecording, { cause });
  }
  const retryAfterMs = retryAfterOf(retryAfter);
  const isBackpressure = status === 429 || problem?.code === 'queue-full';
  const message = 'The AI service could not analyse the recording.';
  return Object.assign(
    new TaskError('ai_service', message, {
      cause,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
    }),
    { isBackpressure },
  );
}

/** Parses a Retry-After header (RFC 9110: seconds or a date) to milliseconds; null when it is absent or invalid. */
function retryAfterOf(header: string | null): number | null {
  if (header === null) return null;
  const delayMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(delayMs) && delayMs > 0 ? Math.min(delayMs, longestRetryAfterMs) : null;
}
