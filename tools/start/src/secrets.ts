import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Secrets that the apps of this clone share. */
export interface Secrets {
  readonly jwtSecret: string;
  readonly aiServiceKey: string;
  /** Of the superuser of the embedded Postgres. */
  readonly postgresPassword: string;
  /** Of the role that owns the embedded database. */
  readonly databasePassword: string;
  /** Of the embedded Redis. */
  readonly redisPassword: string;
}

const names = ['jwtSecret', 'aiServiceKey', 'postgresPassword', 'databasePassword', 'redisPassword'] as const;

/** Secrets of the environment, else of the file, which is completed at a start and has mode 600. */
export function readSecrets(path: string, env: Readonly<Record<string, string | undefined>>): Secrets {
  const known = read(path);
  const drawn = Object.fromEntries(names.map((name) => [name, known[name] || random()])) as unknown as Secrets;
  const kept = names.every((name) => known[name] === drawn[name]) ? drawn : write(path, drawn);
  return {
    ...kept,
    jwtSecret: env['JWT_SECRET'] || kept.jwtSecret,
    aiServiceKey: env['AI_SERVICE_API_KEY'] || kept.aiServiceKey,
  };
}

const random = (): string => randomBytes(32).toString('base64url');

function read(path: string): Partial<Secrets> {
  try {
    chmodSync(path, 0o600);
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>;
  } catch {
    return {};
  }
}

function write(path: string, secrets: Secrets): Secrets {
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return secrets;
}
