import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../target.js';
import type { Measured } from './item.js';

const timeoutMs = 90_000;

export interface AuditReport {
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
}

/** Asks the npm registry for known vulnerabilities of the production dependencies. */
export async function auditDependencies(): Promise<Measured> {
  if (!existsSync(join(workspaceRoot, 'package-lock.json'))) {
    return { measured: 'no package-lock.json here', outcome: 'warn', advice: 'run this command in the clone' };
  }
  return judgeAudit(await audit());
}

/** High and critical vulnerabilities fail; moderate ones, and a registry that does not answer, are warnings. */
export function judgeAudit({ metadata }: AuditReport): Measured {
  if (!metadata) {
    return {
      measured: 'the registry does not answer',
      outcome: 'warn',
      advice: 'run `npm audit --omit=dev` on a machine that reaches the registry',
    };
  }
  const { high = 0, critical = 0, moderate = 0, low = 0 } = metadata.vulnerabilities;
  const measured = `${critical} critical, ${high} high, ${moderate} moderate, ${low} low`;
  if (high + critical > 0) return { measured, outcome: 'fail', advice: 'run `npm audit --omit=dev` for details' };
  return { measured, outcome: moderate > 0 ? 'warn' : 'pass' };
}

/** Reads the report from standard output: the exit status of npm only says whether it found something. */
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
