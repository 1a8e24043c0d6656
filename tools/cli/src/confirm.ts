import { createInterface } from 'node:readline/promises';
import { wrongUse } from './failures.js';

/** Asks before something that cannot be taken back. @throws CommandError when there is nobody to ask, or they say no */
export async function confirm(question: string, sure: boolean | undefined): Promise<void> {
  if (sure) return;
  if (!process.stdin.isTTY) throw wrongUse(`${question} Nobody can be asked here`, 'say --yes to go ahead');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const reply = await terminal.question(`${question} [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(reply.trim())) throw wrongUse('nothing was done');
}
