import type { System } from '@vocalborn/system-harness';

export interface AlertsAnswer {
  readonly rules: readonly {
    name: string;
    condition: string;
    severity: string;
    for_seconds: number;
    state: string;
    value: number | null;
    display: string;
    since: string | null;
    silenced_until: string | null;
  }[];
  readonly history: readonly { alert_id: string; name: string; state: string; fired_at: string | null }[];
  readonly rules_file: { path: string; loaded_at: string; error: string | null };
}

/** Asks the monitor as an administrator. */
export async function askMonitor(
  system: System,
  path: string,
  options: { method?: string; body?: unknown } = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${system.app('monitor').url}${path}`, {
    method: options.method ?? 'GET',
    headers: {
      Authorization: `Bearer ${system.tokens.admin}`,
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  return { status: response.status, body: await response.json() };
}
