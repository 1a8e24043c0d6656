import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mintToken } from './mint-token.js';
import { workspaceRoot } from './wiring.js';

/** The ids of the development data. */
const users = { patient: 1, therapist: 2, admin: 3, otherPatient: 4 } as const;
const userId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/**
 * Runs one of the database's commands: `migrate`, or `seed`, which migrates first.
 * @param extraEnv further variables
 * @param build the folder of another build than this workspace's
 * @throws Error with its output
 */
export async function runDatabaseTool(
  tool: 'migrate' | 'seed',
  databaseUrl: string,
  extraEnv: Readonly<Record<string, string>> = {},
  build = workspaceRoot,
): Promise<string> {
  const entry = join(build, 'libs/database/dist/bin', `${tool}.js`);
  const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, ...extraEnv };
  const { stdout } = await promisify(execFile)(process.execPath, [entry], { env });
  return stdout.trim();
}

/** Copies the sample recordings to where the development data expects them. */
export function copySamples(audioFolder: string): void {
  mkdirSync(join(audioFolder, 'samples'), { recursive: true });
  const samples = join(workspaceRoot, 'tools/samples/audio');
  if (existsSync(samples)) cpSync(samples, join(audioFolder, 'samples'), { recursive: true });
}

/** Tokens for the users of the development data. */
export async function developmentTokens(secret: string, ttlSeconds: number) {
  const mint = (name: keyof typeof users, role: string) =>
    mintToken({ sub: userId(users[name]), role, secret, ttlSeconds });
  const [patient, therapist, admin, otherPatient] = await Promise.all([
    mint('patient', 'patient'),
    mint('therapist', 'therapist'),
    mint('admin', 'admin'),
    mint('otherPatient', 'patient'),
  ]);
  return { patient, therapist, admin, otherPatient };
}
