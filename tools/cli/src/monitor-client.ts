import { ApiError, createMonitorClient, dataOf } from '@vocalborn/client';
import { failed, unreachable, wrongUse, type CommandError } from './failures.js';
import type { Target } from './target.js';

const answerMs = 15_000;

type GeneratedClient = ReturnType<typeof createMonitorClient>;

/** Calls the monitor's API with the operator's credentials. */
export class MonitorClient {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly #client: GeneratedClient;

  constructor({ VOCALBORN_MONITOR_URL: url, authorization }: Pick<Target, 'VOCALBORN_MONITOR_URL' | 'authorization'>) {
    this.base = url.replace(/\/$/, '');
    this.headers = authorization === null ? {} : { Authorization: authorization };
    this.#client = createMonitorClient({
      baseUrl: this.base,
      headers: this.headers,
      fetch: (request) => fetch(request, { signal: AbortSignal.timeout(answerMs) }),
    });
  }

  /**
   * Calls one function of the generated client.
   * @returns the body of the answer
   * @throws CommandError for a refusal, and when no answer comes within 15 s
   */
  async ask<Result extends Parameters<typeof dataOf>[0]>(
    request: (options: { readonly client: GeneratedClient }) => Result,
  ): Promise<NonNullable<Awaited<Result>['data']>> {
    return dataOf(request({ client: this.#client })).catch((error: unknown) => {
      throw error instanceof ApiError ? this.refusal(error) : error;
    });
  }

  /** The error for a refusal of the monitor; status 0 means that it did not answer. */
  refusal({ status, detail }: { readonly status: number; readonly detail: string }): CommandError {
    if (status === 0) {
      return unreachable(
        `the monitor at ${this.base} does not answer`,
        'start it, or give its address with --monitor or VOCALBORN_MONITOR_URL; `vocalborn doctor` works without it',
      );
    }
    const message = `the monitor refuses: ${detail}`;
    if (status === 401 || status === 403) {
      return wrongUse(message, 'export VOCALBORN_TOKEN (an administrator) or MONITOR_BASIC_AUTH (user:password)');
    }
    if (status >= 500) return unreachable(message, 'run `vocalborn doctor`, which checks what the monitor needs');
    return status === 400 ? wrongUse(message) : failed(message);
  }
}
