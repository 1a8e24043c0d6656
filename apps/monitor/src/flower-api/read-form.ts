import { Problem } from '../http/problem.js';

/** Fields as Flower takes them: in the address, in a form or in JSON; the address goes first. */
export function readForm(query: Readonly<Record<string, unknown>>, body: unknown): Partial<Record<string, string>> {
  const given = { ...(typeof body === 'object' ? body : {}), ...query };
  const scalars = Object.entries(given).filter(([, value]) => typeof value === 'string' || typeof value === 'number');
  return Object.fromEntries(scalars.map(([name, value]) => [name, String(value)]));
}

/** A time limit. @throws Problem naming the field */
export function readSeconds(text: string | undefined, field: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 86_400)
    throw new Problem(400, `${field} must be 1 to 86400 seconds`);
  return value;
}
