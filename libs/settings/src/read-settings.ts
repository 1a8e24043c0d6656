import { z } from 'zod';
import { textsOf, type Environment } from './environment.js';

/** Injection token of an app's settings. */
export const SETTINGS = Symbol('settings');

/** Some settings are invalid. `faults` names each of them without its value, which may be a secret. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Invalid configuration:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/**
 * Reads and validates the variables of a shape. All faults are reported together. An empty variable counts as unset. A secret
 * may be in a file that `NAME_FILE` names.
 * @param check finds faults that concern several variables, from their texts
 * @throws SettingsError with every fault
 */
export function readSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
  check: (given: Environment) => readonly string[] = () => [],
): z.output<z.ZodObject<Shape>> {
  const { given, faults: unread } = textsOf(Object.keys(shape), env);
  const parsed = z.object(shape).safeParse(given);
  const together = [...unread, ...check(given)];
  if (parsed.success && together.length === 0) return parsed.data;
  const faults = (parsed.error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0] ?? '');
    return given[name] === undefined ? `${name} is required (${describe(shape, name)})` : `${name}: ${issue.message}`;
  });
  throw new SettingsError([...new Set(faults), ...together]);
}

function describe(shape: z.ZodRawShape, name: string): string {
  const field = shape[name] as z.ZodType | undefined;
  return field?.description ?? 'no default';
}
