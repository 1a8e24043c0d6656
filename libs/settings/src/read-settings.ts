import { z } from 'zod';

/** The environment an app was started with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One or more settings are wrong. `faults` names every one of them, never with the value of a secret. */
export class SettingsError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Invalid configuration:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/**
 * Reads and checks the named variables, all of them before it complains, so that an operator mends a deployment in
 * one go. An empty string counts as unset, as `FOO=` does in a ConfigMap.
 * @throws SettingsError listing every fault.
 */
export function readSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.keys(shape).map((name) => [name, env[name] === '' ? undefined : env[name]]));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? '');
    return given[name] === undefined ? `${name} is required (${describe(shape, name)})` : `${name}: ${issue.message}`;
  });
  throw new SettingsError([...new Set(faults)]);
}

function describe(shape: z.ZodRawShape, name: string): string {
  const field = shape[name] as z.ZodType | undefined;
  return field?.description ?? 'no default';
}
