import type { System } from '@vocalborn/system-harness';

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
