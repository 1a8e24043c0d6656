import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { guardGroup } from './guard.js';

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** File that the output is appended to, beside the tail that is kept in memory. */
  readonly logFile?: string;
}

/** Characters of a process's output that are kept. */
const tailLimit = 200_000;

/** A process in a session of its own: Ctrl-C in the terminal does not reach it, and it never outlives its starter. */
export class ManagedProcess {
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly #child: ChildProcess;
  readonly #log: WriteStream | undefined;
  #tail = '';

  constructor(options: ProcessOptions) {
    const { command, args, logFile, ...rest } = options;
    this.#child = spawn(command, args, { ...rest, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#log = logFile === undefined ? undefined : createWriteStream(logFile, { flags: 'a' });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => this.keep(chunk));
    const release = this.#child.pid === undefined ? () => undefined : guardGroup(this.#child.pid);
    this.exited = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.keep(Buffer.from(`${String(error)}\n`));
        resolve({ code: null, signal: null });
      });
      this.#child.once('close', (code, signal) => {
        release();
        this.#log?.end();
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The latest output. */
  output(): string {
    return this.#tail;
  }

  /** Sends a signal to the process alone, not to those it started. */
  signal(signal: NodeJS.Signals): void {
    if (this.running) this.#child.kill(signal);
  }

  /** Asks the process to end and waits; after `graceMs` its whole group is killed. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', graceMs = 15_000): Promise<void> {
    this.signal(signal);
    const force = setTimeout(() => this.killGroup(), graceMs);
    await this.exited;
    clearTimeout(force);
  }

  /** Kills the process alone with SIGKILL and waits until it is gone. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }

  private killGroup(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // It ended in the meantime.
    }
  }

  private keep(chunk: Buffer): void {
    this.#log?.write(chunk);
    this.#tail = (this.#tail + chunk.toString('utf8')).slice(-tailLimit);
  }
}
