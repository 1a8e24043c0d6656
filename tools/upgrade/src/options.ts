import { parseArgs } from 'node:util';

export interface Options {
  /** The revision to upgrade from: a tag, a branch or a commit. */
  readonly from: string;
  readonly tasks: number;
  readonly rate: number;
  readonly workers: number;
}

/** @throws Error that says what is wrong with the command line */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      from: { type: 'string' },
      tasks: { type: 'string', default: '1500' },
      rate: { type: 'string', default: '10' },
      workers: { type: 'string', default: '2' },
    },
  });
  if (values.from === undefined) throw new Error('usage: npm run test:upgrade -- --from <tag, branch or commit>');
  const { from, ...numbers } = values;
  const [tasks, rate, workers] = [numbers.tasks, numbers.rate, numbers.workers].map(wholeNumber) as [
    number,
    number,
    number,
  ];
  return { from, tasks, rate, workers };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`tasks, rate and workers are whole numbers above 0, not ${text}`);
  return number;
}
