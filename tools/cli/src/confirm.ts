import { createInterface } from 'node:readline/promises';
import { wrongUse } from './failures.js';

/** Asks before an action that cannot be undone. @throws CommandError without a terminal, or when the answer is no */
export async function confirm(question: string, sure: boolean | undefined): Promise<void> {
  if (sure) return;
  if (!process.stdin.isTTY) throw wrongUse(`${question} There is no terminal to ask on`, 'give --yes to continue');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const reply = await terminal.question(`${question} [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(reply.trim())) throw wrongUse('nothing was done');
}
