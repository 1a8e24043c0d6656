/** A request without the wanted answer. */
export class ApiError extends Error {
  /**
   * @param status HTTP status; 0 when no answer came at all
   * @param detail `detail` of the problem that was answered, else the reason phrase; empty without an answer
   */
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(status === 0 ? 'no answer' : `answered ${status}: ${detail}`);
    this.name = 'ApiError';
  }
}

/** What a generated function resolves to. */
interface Outcome {
  readonly data?: unknown;
  readonly error?: unknown;
  /** Absent when no answer came. */
  readonly response?: Response;
}

/**
 * Waits for a request of a generated client.
 * @returns the body of an answer of 2xx
 * @throws ApiError for every other answer, and when none came
 */
export async function dataOf<Result extends Outcome>(request: Promise<Result>): Promise<NonNullable<Result['data']>> {
  const { data, error, response } = await request;
  if (response === undefined) throw new ApiError(0, '');
  if (!response.ok) throw new ApiError(response.status, detailOf(error) ?? response.statusText);
  return data as NonNullable<Result['data']>;
}

function detailOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('detail' in error)) return null;
  return typeof error.detail === 'string' ? error.detail : null;
}
