import { token } from './token.js';

/** An answer that is none: `status` is 0 when the monitor could not be reached at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail);
    this.name = 'ApiError';
  }
}

/** The headers that let this page in; with basic credentials the browser adds them by itself. */
export function authorization(): Record<string, string> {
  const kept = token.read();
  return kept === null ? {} : { Authorization: `Bearer ${kept}` };
}

/** @throws ApiError with the monitor's own words */
export async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  const headers = { Accept: 'application/json', ...authorization(), ...(init.headers as Record<string, string>) };
  const response = await fetch(path, { ...init, headers }).catch(() => null);
  if (response === null) throw new ApiError(0, '');
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, detailOf(text) ?? response.statusText);
  return (text === '' ? null : JSON.parse(text)) as T;
}

export const post = <T>(path: string, body: unknown = {}): Promise<T> =>
  request<T>(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export const remove = <T>(path: string): Promise<T> => request<T>(path, { method: 'DELETE' });

function detailOf(text: string): string | null {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === 'string' ? detail : null;
  } catch {
    return null;
  }
}

/** Fields that are given, as a query string with its question mark; empty when none is. */
export function queryString(fields: Readonly<Record<string, string | number | null | undefined>>): string {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}
