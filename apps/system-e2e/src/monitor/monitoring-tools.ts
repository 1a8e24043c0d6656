import { fetchDebianPackages, workspaceRoot } from '@vocalborn/system-harness';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const programs = { prometheus: 'prometheus', promtool: 'promtool', alertmanager: 'prometheus-alertmanager' } as const;

/** The commands of a real Prometheus and Alertmanager. */
export type MonitoringTools = Readonly<Record<keyof typeof programs, string>>;

/** The machine's own, else a private copy of Debian's packages; nothing is installed. */
export async function findMonitoringTools(): Promise<MonitoringTools> {
  if (await areInstalled()) return programs;
  const folder = join(workspaceRoot, '.local/tools/monitoring');
  const kept = join(folder, 'root');
  const packages = [['prometheus', 'prometheus-alertmanager']];
  const root = existsSync(kept) ? kept : await fetchDebianPackages(folder, packages);
  const entries = Object.entries(programs).map(([name, program]) => [name, join(root, 'usr/bin', program)]);
  return Object.fromEntries(entries) as MonitoringTools;
}

async function areInstalled(): Promise<boolean> {
  const versions = Object.values(programs).map((program) => promisify(execFile)(program, ['--version']));
  return Promise.all(versions).then(
    () => true,
    () => false,
  );
}

/** Runs promtool. @returns what it printed, and how it ended */
export async function runPromtool(
  promtool: string,
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; output: string }> {
  const child = spawn(promtool, [...args]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}
