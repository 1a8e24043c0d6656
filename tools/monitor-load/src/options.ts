import { parseArgs } from 'node:util';

export interface Options {
  /** Tasks that are there already. */
  readonly tasks: number;
  /** How often each page is read. */
  readonly rounds: number;
  /** Tasks that are run to see what Redis does. */
  readonly load: number;
}

/** @throws Error that says what is wrong with the command line */
export function readOptions(args: readonly string[]): Options {
  const number = (byDefault: string) => ({ type: 'string', default: byDefault }) as const;
  const options = { tasks: number('200000'), rounds: number('40'), load: number('2000') };
  const { values } = parseArgs({ args: [...args], options });
  return {
    tasks: wholeNumber('tasks', values.tasks),
    rounds: wholeNumber('rounds', values.rounds),
    load: wholeNumber('load', values.load),
  };
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`--${name} must be a whole number from 1 on, not ${text}`);
}
