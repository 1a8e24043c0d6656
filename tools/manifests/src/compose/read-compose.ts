import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../read-manifests.js';

/** Where the Compose file is; paths in it start here. */
export const composeFolder = join(root, 'docker');

/** Variables of the environment by name. */
type Variables = Readonly<Record<string, string>>;

interface HealthCheck {
  readonly test: readonly string[];
}

/** A service of the Compose file, with the fields that the checks read. */
export interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string; readonly target: string };
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Variables;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly profiles?: readonly string[];
  readonly restart: string;
  readonly healthcheck?: HealthCheck;
  readonly stop_grace_period?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly deploy: { readonly resources: { readonly limits: { readonly memory: string; readonly pids: number } } };
}

/** The Compose file. */
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

/** The text of a file of the folder `docker`. */
export const readDockerFile = (name: string): string => readFileSync(join(composeFolder, name), 'utf8');

/**
 * Reads the Compose file as `docker compose` does: with `${…}` replaced, then as YAML with merged keys.
 * @throws Error naming a required variable that is missing, or the first place that is not YAML
 */
export function readCompose(variables: Variables): Compose {
  const document = parse(readDockerFile('compose.yaml'), { merge: true }) as unknown;
  return interpolated(document, variables) as Compose;
}

function interpolated(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return interpolate(value, variables);
  if (Array.isArray(value)) return value.map((item: unknown) => interpolated(item, variables));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolated(item, variables)]));
}

/** One reference to a variable, or `$$`, which is a dollar sign. */
const reference = /\$(?:\$|\{([A-Z_]+)(?::([-?])([^}]*))?\})/g;

function interpolate(text: string, variables: Variables): string {
  return text.replace(reference, (whole, name?: string, operator?: string, operand: string = '') => {
    if (name === undefined) return '$';
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (operator === '?') throw new Error(`required variable ${name} is missing a value: ${operand}`);
    if (operator === undefined) throw new Error(`${whole} has neither a default nor a message`);
    return operand;
  });
}

/** The variables of the Compose file, and whether it can do without them. */
export function composeVariables(): ReadonlyMap<string, 'required' | 'optional'> {
  const text = readDockerFile('compose.yaml').replaceAll(/^ *#.*$/gm, '');
  const found = [...text.matchAll(reference)].flatMap(([, name, operator]) =>
    name === undefined ? [] : [[name, operator === '?' ? 'required' : 'optional'] as const],
  );
  return new Map(found);
}

/** The variables of `.env.example`, with the values that stand there. */
export function exampleVariables(): Variables {
  const lines = readDockerFile('.env.example').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value ?? '']];
    }),
  );
}
