import { fetchDebianPackages, workspaceRoot } from '@vocalborn/system-harness';
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const programs = {
  prometheus: 'prometheus',
  promtool: 'promtool',
  alertmanager: 'prometheus-alertmanager',
  amtool: 'amtool',
} as const;

/** The commands of a real Prometheus and Alertmanager with their tools, and the folder in which the latter must be started. */
export interface MonitoringTools extends Readonly<Record<keyof typeof programs, string>> {
  readonly alertmanagerFolder: string;
}

/** Where Debian's Alertmanager looks for its templates, wherever it is itself. */
const templates = '/usr/share/prometheus/alertmanager';

/** The machine's own, else a private copy of Debian's packages; nothing is installed. */
export async function findMonitoringTools(): Promise<MonitoringTools> {
  if (await areInstalled()) return { ...programs, alertmanagerFolder: templates };
  const folder = join(workspaceRoot, '.local/tools/monitoring');
  const kept = join(folder, 'root');
  const packages = [['prometheus', 'prometheus-alertmanager']];
  const root = existsSync(kept) ? kept : await fetchDebianPackages(folder, packages);
  const [prometheus, promtool, alertmanager, amtool] = Object.values(programs).map((name) =>
    join(root, 'usr/bin', name),
  );
  lookForTemplatesHere(alertmanager!);
  return {
    prometheus: prometheus!,
    promtool: promtool!,
    alertmanager: alertmanager!,
    amtool: amtool!,
    alertmanagerFolder: join(root, templates),
  };
}

/** Lets an Alertmanager that is not installed find its templates: in the folder in which it is started. */
function lookForTemplatesHere(program: string): void {
  const text = readFileSync(program, 'latin1');
  const here = './'.repeat(templates.length / 2);
  if (text.includes(templates)) writeFileSync(program, text.replaceAll(templates, here), 'latin1');
}

async function areInstalled(): Promise<boolean> {
  const versions = Object.values(programs).map((program) => promisify(execFile)(program, ['--version']));
  return Promise.all(versions).then(
    () => true,
    () => false,
  );
}

/** Runs promtool or amtool. @returns what it printed, and how it ended */
export async function runTool(
  tool: string,
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; output: string }> {
  const child = spawn(tool, [...args]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}
