import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../target.js';
import type { Measured } from './item.js';

const timeoutMs = 90_000;

interface AuditReport {
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
}

/** Asks the registry about known holes in what production runs; a warning when it cannot be asked. */
export async function auditDependencies(): Promise<Measured> {
  if (!existsSync(join(workspaceRoot, 'package-lock.json'))) {
    return { measured: 'no package-lock.json here', outcome: 'warn', advice: 'run this in the clone' };
  }
  const { metadata } = await audit();
  if (!metadata) {
    return {
      measured: 'the registry cannot be asked',
      outcome: 'warn',
      advice: 'run `npm audit --omit=dev` where it can',
    };
  }
  const { high = 0, critical = 0, moderate = 0, low = 0 } = metadata.vulnerabilities;
  const measured = `${critical} critical, ${high} high, ${moderate} moderate, ${low} low`;
  if (high + critical > 0) return { measured, outcome: 'fail', advice: 'see `npm audit --omit=dev`' };
  return { measured, outcome: moderate > 0 ? 'warn' : 'pass' };
}

/** Npm's exit status tells only that it found something; the report is on standard output either way. */
function audit(): Promise<AuditReport> {
  return new Promise((resolve) => {
    const options = { cwd: workspaceRoot, timeout: timeoutMs, maxBuffer: 64 * 1024 ** 2 };
    execFile('npm', ['audit', '--omit=dev', '--json'], options, (_error, stdout) => {
      try {
        resolve(JSON.parse(stdout) as AuditReport);
      } catch {
        resolve({});
      }
    });
  });
}
