import type { AiProblem, AiProblemCode } from '@vocalborn/ai-contract';
import { TaskError } from '@vocalborn/task';

/** What patients read when the service refuses their recording. */
const recordingRefusals: Readonly<Partial<Record<AiProblemCode, string>>> = {
  'audio-too-large': 'The recording is too large.',
  'audio-too-long': 'The recording is too long.',
  'unsupported-format': 'The format of the recording is not supported.',
  'undecodable-audio': 'The recording is damaged or is not audio.',
  'audio-silent': 'No voice can be heard in the recording.',
  'audio-too-short': 'The recording is too short.',
};

/** Longest wait that an answer of the service may ask for. */
const longestRetryAfterMs = 3_600_000;

/** Turns the service's refusal into a failure of the retry table: the recording's fault is final, the service's is not. */
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

/** Reads a Retry-After header (RFC 9110: seconds or a date); null when there is none that makes sense. */
function retryAfterOf(header: string | null): number | null {
  if (header === null) return null;
  const delayMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(delayMs) && delayMs > 0 ? Math.min(delayMs, longestRetryAfterMs) : null;
}
