import type { AiProblem, AiProblemCode } from '@vocalborn/ai-contract';
import { TaskError, type TaskErrorOptions } from '@vocalborn/task';

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

/** A refusal of the service. */
export class AiServiceRefusal extends TaskError {
  /** Whether the service has no room now. */
  readonly isBackpressure: boolean;
  /** The code of the service's problem; null when its answer was none. */
  readonly problemCode: AiProblemCode | null;

  constructor(
    kind: 'file' | 'ai_service',
    message: string,
    { isBackpressure = false, problemCode, ...options }: TaskErrorOptions & RefusalFacts,
  ) {
    super(kind, message, options);
    this.isBackpressure = isBackpressure;
    this.problemCode = problemCode;
  }
}

interface RefusalFacts {
  readonly isBackpressure?: boolean;
  readonly problemCode: AiProblemCode | null;
}

/** The error for a refusal of the service: `file` when the recording is at fault, which is final, else `ai_service`. */
export function refusal(status: number, problem: AiProblem | undefined, retryAfter: string | null): AiServiceRefusal {
  const cause = new Error(`the AI service answered ${status}: ${problem ? `${problem.code}: ${problem.detail}` : '?'}`);
  const problemCode = problem?.code ?? null;
  const aboutRecording = problem && recordingRefusals[problem.code];
  if (aboutRecording) {
    const which = problem.part === 'reference' ? 'The example recording of the sentence: ' : '';
    return new AiServiceRefusal('file', which + aboutRecording, { cause, problemCode });
  }
  const retryAfterMs = retryAfterOf(retryAfter);
  return new AiServiceRefusal('ai_service', 'The AI service could not analyse the recording.', {
    ...{ cause, problemCode, isBackpressure: status === 429 || problemCode === 'queue-full' },
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  });
}

/** Parses a Retry-After header (RFC 9110: seconds or a date) to milliseconds; null when it is absent or invalid. */
function retryAfterOf(header: string | null): number | null {
  if (header === null) return null;
  const delayMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(delayMs) && delayMs > 0 ? Math.min(delayMs, longestRetryAfterMs) : null;
}
