import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { workspaceRoot } from '../workspace-root.js';

/** Brings the schema up to date with the built migration command. @throws Error with what the command said. */
export function migrateDatabase(databaseUrl: string): Promise<void> {
  return runTool('migrate', databaseUrl);
}

/** Puts the development data in place, however often it is called. @throws Error with what the command said. */
export function seedDatabase(databaseUrl: string): Promise<void> {
  return runTool('seed', databaseUrl);
}

/** Copies the sample recordings to where the seeded practice records look for them. */
export async function installSamples(audioFolder: string): Promise<void> {
  const target = join(audioFolder, 'samples');
  await mkdir(target, { recursive: true });
  await cp(join(workspaceRoot, 'tools', 'samples', 'audio'), target, { recursive: true });
}

async function runTool(name: string, databaseUrl: string): Promise<void> {
  const program = join(workspaceRoot, 'libs', 'database', 'dist', 'bin', `${name}.js`);
  const env = { PATH: process.env['PATH'], DATABASE_URL: databaseUrl };
  await promisify(execFile)(process.execPath, [program], { env });
}
