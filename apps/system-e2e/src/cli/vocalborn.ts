import { workspaceRoot, type System } from '@vocalborn/system-harness';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How a command ended and what it printed. */
export interface Run {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** How a command with --json ended and the document that it printed. */
export interface Said<Document> {
  readonly status: number;
  readonly document: Document;
}

const program = join(workspaceRoot, 'tools/cli/bin/vocalborn.mjs');

/** The command line as an operator of the system has it: by environment only. */
export class Vocalborn {
  constructor(
    private readonly system: System,
    private readonly extra: Readonly<Record<string, string>> = {},
  ) {}

  run(...args: readonly string[]): Promise<Run> {
    return new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], this.options(), (error, out, err) => {
        resolve({ status: error ? Number(error.code ?? -1) : 0, out, err });
      });
    });
  }

  /** Runs with --json and reads the document. */
  async json<Document>(...args: readonly string[]): Promise<Said<Document>> {
    const { status, out, err } = await this.run(...args, '--json');
    if (out === '') throw new Error(`nothing was printed, but: ${err}`);
    return { status, document: JSON.parse(out) as Document };
  }

  /** Starts a command that goes on by itself. */
  start(...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [program, ...args], { ...this.options(), stdio: ['ignore', 'pipe', 'inherit'] });
  }

  private options() {
    const { wiring, tokens } = this.system;
    const env = {
      PATH: process.env['PATH'],
      VOCALBORN_ENDPOINTS: '/nowhere',
      VOCALBORN_MONITOR_URL: this.system.app('monitor').url,
      VOCALBORN_GATEWAY_URL: this.system.gatewayUrl,
      VOCALBORN_TOKEN: tokens.admin,
      DATABASE_URL: wiring.databaseUrl,
      CELERY_BROKER_URL: wiring.brokerUrl,
      CELERY_RESULT_BACKEND: wiring.resultBackendUrl,
      AI_SERVICE_URL: wiring.aiServiceUrl,
      ...this.extra,
    };
    return { env, cwd: this.system.logFolder };
  }
}

/** All that a started command prints until it ends. */
export async function printed(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(child, 'close');
  return text;
}
