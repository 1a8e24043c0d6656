import { failed, unreachable, wrongUse } from '../failures.js';
import type { Target } from '../target.js';

const answerMs = 15_000;

/** Speaks the monitor's HTTP API as the operator. */
export class MonitorClient {
  readonly base: string;

  constructor(private readonly target: Pick<Target, 'VOCALBORN_MONITOR_URL' | 'authorization'>) {
    this.base = target.VOCALBORN_MONITOR_URL.replace(/\/$/, '');
  }

  get headers(): Record<string, string> {
    const { authorization } = this.target;
    return authorization === null ? {} : { Authorization: authorization };
  }

  /** @param query what is undefined is left out */
  get<Body>(path: string, query: Readonly<Record<string, string | number | undefined>> = {}): Promise<Body> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) search.append(name, String(value));
    return this.read<Body>(search.size > 0 ? `${path}?${search.toString()}` : path, {});
  }

  post<Body>(path: string, body: unknown): Promise<Body> {
    const headers = { 'Content-Type': 'application/json' };
    return this.read<Body>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** The answer to a request that succeeded. @throws CommandError for every other */
  async send(path: string, init: RequestInit): Promise<Response> {
    const headers = { ...this.headers, ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(this.base + path, { ...init, headers }).catch(() => {
      throw unreachable(
        `the monitor at ${this.base} does not answer`,
        'start it, or say where it is with --monitor or VOCALBORN_MONITOR_URL; `vocalborn doctor` works without it',
      );
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  }

  private async read<Body>(path: string, init: RequestInit): Promise<Body> {
    const response = await this.send(path, { ...init, signal: AbortSignal.timeout(answerMs) });
    return (await response.json()) as Body;
  }
}

async function refusalOf(response: Response) {
  const { detail } = (await response.json().catch(() => ({}))) as { detail?: string };
  const said = `the monitor refuses: ${detail ?? response.statusText}`;
  if (response.status === 401 || response.status === 403) {
    return wrongUse(said, 'export VOCALBORN_TOKEN (an administrator) or MONITOR_BASIC_AUTH (user:password)');
  }
  if (response.status >= 500) return unreachable(said, 'run `vocalborn doctor`, which looks at what the monitor needs');
  return response.status === 400 ? wrongUse(said) : failed(said);
}
