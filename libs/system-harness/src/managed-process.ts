import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { promisify } from 'node:util';
import { watchGroup } from './guard.js';
import { waitFor } from './wait-for.js';

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to start. */
export interface ProcessOptions {
  /** Name in messages; default: the command. */
  readonly name?: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** The output is also appended to this file. */
  readonly logFile?: string;
  /** Signal for an immediate clean stop when the starter vanishes; default: SIGTERM. */
  readonly lastSignal?: NodeJS.Signals;
}

const keptCharacters = 64 * 1024;

/** A child process in its own process group. It ends with this process, and its last output is kept. */
export class ManagedProcess {
  readonly exited: Promise<Exit>;
  private readonly child: ChildProcess;
  private readonly log: WriteStream | undefined;
  private text = '';
  private exit: Exit | undefined;
  private sparesGroup = false;

  constructor(private readonly options: ProcessOptions) {
    this.child = spawn(options.command, [...options.args], {
      // Its own group, so that Ctrl-C reaches only the starter, which then stops everything in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...(options.env ?? process.env) },
      cwd: options.cwd,
      uid: options.uid,
      gid: options.gid,
    });
    const forget =
      this.child.pid === undefined ? () => {} : watchGroup(this.child.pid, options.lastSignal ?? 'SIGTERM');
    this.log = options.logFile === undefined ? undefined : createWriteStream(options.logFile, { flags: 'a' });
    this.log?.on('error', (error) => this.keep(`\n[log file: ${error.message}]\n`));
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => this.keep(chunk));
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => this.keep(chunk));
    this.exited = this.watchExit(forget);
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  get running(): boolean {
    return this.exit === undefined;
  }

  /** Its running child processes. */
  async childPids(): Promise<number[]> {
    const { stdout } = await promisify(execFile)('pgrep', ['-P', String(this.pid)]).catch(() => ({ stdout: '' }));
    return stdout.split('\n').filter(Boolean).map(Number);
  }

  /** The last 64 KiB of the output. */
  output(): string {
    return this.text;
  }

  /** Signals the process itself, not its group. */
  signal(signal: NodeJS.Signals): void {
    if (this.running) this.child.kill(signal);
  }

  /** Signals the process and waits for its end. Kills the whole group after `graceMs`. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', graceMs = 10_000): Promise<Exit> {
    this.signal(signal);
    const timer = setTimeout(() => this.killGroup(), graceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Kills the process and all its descendants. */
  async kill(): Promise<Exit> {
    this.killGroup();
    return await this.exited;
  }

  /** Signals the whole process group. */
  signalGroup(signal: NodeJS.Signals): void {
    if (this.running) this.reachGroup(signal);
  }

  /**
   * Kills only the process itself, waits until its descendants end, and kills those that have not after `graceMs`.
   * @returns whether all descendants ended by themselves
   */
  async killAlone(graceMs = 15_000): Promise<boolean> {
    this.sparesGroup = true;
    this.signal('SIGKILL');
    await this.exited;
    const gone = waitFor(() => !this.reachGroup(0), { what: 'the group to end', timeoutMs: graceMs });
    const byThemselves = await gone.then(
      () => true,
      () => false,
    );
    this.killGroup();
    return byThemselves;
  }

  /** @throws Error with the last output, when the process has ended. */
  assertRunning(): void {
    if (this.exit === undefined) return;
    const how = this.exit.signal ?? `status ${this.exit.code}`;
    throw new Error(
      `${this.options.name ?? this.options.command} ended with ${how}:\n${this.text.slice(-2000).trim()}`,
    );
  }

  private killGroup(): void {
    this.reachGroup('SIGKILL');
  }

  /** False when the group is empty. */
  private reachGroup(signal: NodeJS.Signals | 0): boolean {
    try {
      return this.child.pid !== undefined && process.kill(-this.child.pid, signal);
    } catch {
      return false;
    }
  }

  private keep(chunk: string): void {
    this.text = (this.text + chunk).slice(-keptCharacters);
    this.log?.write(chunk);
  }

  private watchExit(forget: () => void): Promise<Exit> {
    return new Promise((resolve) => {
      const settle = (exit: Exit): void => {
        if (this.exit !== undefined) return;
        this.exit = exit;
        if (!this.sparesGroup) this.killGroup();
        forget();
        this.log?.end();
        resolve(exit);
      };
      this.child.once('error', (error) => {
        this.keep(`${error.message}\n`);
        settle({ code: 127, signal: null });
      });
      this.child.once('exit', (code, signal) => {
        // The pipes may still hold output; a grandchild that keeps them open must not delay the exit.
        const timer = setTimeout(() => settle({ code, signal }), 250);
        this.child.once('close', () => {
          clearTimeout(timer);
          settle({ code, signal });
        });
      });
    });
  }
}
