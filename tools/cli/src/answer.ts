import type { Command } from 'commander';
import { createInterface } from 'node:readline/promises';
import { exitStatus, wrongUse } from './failures.js';
import { readTarget, type Target } from './target.js';

/** The result of a verb, for programs and for people. */
export interface Answer {
  readonly json: unknown;
  readonly text: string;
  /** False when a check failed or not everything was done; gives exit status 1. */
  readonly ok?: boolean;
}

/** Options that every verb takes. */
export interface GlobalOptions {
  readonly json?: boolean;
  readonly monitor?: string;
}

/** The input of a verb. */
export interface Input<Options> {
  readonly target: Target;
  readonly options: Options & GlobalOptions;
  readonly args: readonly string[];
}

/** Turns a verb into a commander action that prints the answer as text, or as one JSON document with --json. */
export function answering<Options>(work: (input: Input<Options>) => Promise<Answer>) {
  return async function (this: Command): Promise<void> {
    const options = this.optsWithGlobals<Options & GlobalOptions>();
    const answer = await work({ target: readTarget(options.monitor), options, args: this.args });
    process.stdout.write(`${options.json ? JSON.stringify(answer.json, null, 2) : answer.text}\n`);
    process.exitCode = answer.ok === false ? exitStatus.failed : exitStatus.done;
  };
}

/** Asks before an action that cannot be undone. @throws CommandError without a terminal, or when the answer is no */
export async function confirm(question: string, sure: boolean | undefined): Promise<void> {
  if (sure) return;
  if (!process.stdin.isTTY) throw wrongUse(`${question} There is no terminal to ask on`, 'give --yes to continue');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const reply = await terminal.question(`${question} [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(reply.trim())) throw wrongUse('nothing was done');
}
