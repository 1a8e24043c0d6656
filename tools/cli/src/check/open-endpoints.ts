import type { Target } from '../target.js';
import { passIf, type Measured } from './item.js';

const timeoutMs = 10_000;

/** Statuses of a guarded route: refused, or no such route. */
const closed: ReadonlySet<number> = new Set([401, 403, 404]);

/**
 * Routes that must refuse requests without credentials. A route that refuses the body with 400 counts as open, because
 * it read the body first.
 */
const guarded = {
  monitor: [
    ['GET', '/api/tasks/page'],
    ['GET', '/api/live/workers'],
    ['GET', '/api/workers'],
    ['GET', '/api/kpis'],
    ['GET', '/api/audit'],
    ['POST', '/api/tasks/bulk'],
    ['POST', '/api/worker/shutdown/any'],
  ],
  gateway: [
    ['GET', '/tasks'],
    ['POST', '/analyze'],
    ['POST', '/practice-records'],
    ['GET', '/practice-records/00000000-0000-4000-8000-000000000000'],
  ],
  'ai-service': [['POST', '/analyze']],
} as const;

/** Calls every guarded route without credentials. */
export async function openEndpoints(target: Target): Promise<Measured> {
  const bases = {
    monitor: target.VOCALBORN_MONITOR_URL,
    gateway: target.VOCALBORN_GATEWAY_URL,
    'ai-service': target.AI_SERVICE_URL,
  };
  const calls = Object.entries(guarded).flatMap(([app, routes]) => {
    const base = bases[app as keyof typeof guarded];
    return base === undefined ? [] : routes.map(([method, path]) => ({ app, base, method, path }));
  });
  const answers = await Promise.all(calls.map(async (call) => ({ ...call, status: await statusOf(call) })));
  const unasked = bases.gateway === undefined ? ['gateway (VOCALBORN_GATEWAY_URL is not set)'] : [];
  return judgeEndpoints(answers, unasked);
}

export interface EndpointAnswer {
  readonly app: string;
  readonly method: string;
  readonly path: string;
  /** Null when no answer came. */
  readonly status: number | null;
}

/** @param unasked apps that could not be called, with the reason */
export function judgeEndpoints(answers: readonly EndpointAnswer[], unasked: readonly string[]): Measured {
  const open = answers.filter(({ status }) => status !== null && !closed.has(status));
  const silent = [...new Set(answers.filter(({ status }) => status === null).map(({ app }) => app))];
  const missing = [...silent, ...unasked];
  const list = open.map(({ app, method, path, status }) => `${app} ${method} ${path} answers ${status}`).join('; ');
  if (open.length > 0) return passIf(false, list, 'close them with credentials or a network policy');
  const measured = `${answers.length - answers.filter(({ status }) => status === null).length} routes refuse requests without credentials`;
  if (missing.length === 0) return passIf(true, measured);
  return { measured: `${measured}; not asked: ${missing.join(', ')}`, outcome: 'warn' };
}

async function statusOf({
  base,
  method,
  path,
}: {
  base: string;
  method: string;
  path: string;
}): Promise<number | null> {
  const body = method === 'POST' ? { body: '{}', headers: { 'Content-Type': 'application/json' } } : {};
  const response = await fetch(new URL(path, base), { method, ...body, signal: AbortSignal.timeout(timeoutMs) }).catch(
    () => null,
  );
  await response?.body?.cancel();
  return response?.status ?? null;
}
