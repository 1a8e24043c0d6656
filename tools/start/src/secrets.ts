import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** Secrets that the apps of this clone share. */
export interface Secrets {
  readonly jwtSecret: string;
  readonly aiServiceKey: string;
}

/** Secrets of the environment, else of the file, which is created at the first start with mode 600. */
export function readSecrets(path: string, env: Readonly<Record<string, string | undefined>>): Secrets {
  const kept = read(path) ?? write(path, { jwtSecret: random(), aiServiceKey: random() });
  return {
    jwtSecret: env['JWT_SECRET'] || kept.jwtSecret,
    aiServiceKey: env['AI_SERVICE_API_KEY'] || kept.aiServiceKey,
  };
}

const random = (): string => randomBytes(32).toString('base64url');

function read(path: string): Secrets | undefined {
  try {
    const { jwtSecret, aiServiceKey } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>;
    chmodSync(path, 0o600);
    return jwtSecret && aiServiceKey ? { jwtSecret, aiServiceKey } : undefined;
  } catch {
    return undefined;
  }
}

function write(path: string, secrets: Secrets): Secrets {
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return secrets;
}
