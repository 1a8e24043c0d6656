import { allFaults, faultsNamed, type Fault } from '@vocalborn/fault-drills';
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface Options {
  readonly list: boolean;
  readonly faults: readonly Fault[];
  readonly seeds: readonly number[];
  readonly tasks: number;
  readonly rate: number;
  readonly workers: number;
  readonly concurrency: number;
  /** File that the outcomes are written to. */
  readonly json: string | undefined;
}

/** @throws Error that says what is wrong with the command line */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ list: { type: 'boolean', default: false }, only: text, json: text, seed: text, seeds: text },
      tasks: { ...text, default: '500' },
      rate: { ...text, default: '15' },
      workers: { ...text, default: '2' },
      concurrency: { ...text, default: '2' },
    },
  });
  const seeds = values.seeds ?? values.seed ?? env['FAULT_SEED'] ?? String(randomInt(1, 1_000_000));
  return {
    list: values.list,
    faults: values.only === undefined ? allFaults : faultsNamed(values.only.split(',')),
    seeds: seeds.split(',').map((seed) => wholeNumber('seed', seed)),
    tasks: wholeNumber('tasks', values.tasks),
    rate: wholeNumber('rate', values.rate),
    workers: wholeNumber('workers', values.workers),
    concurrency: wholeNumber('concurrency', values.concurrency),
    json: values.json,
  };
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`${name} must be a whole number above 0, not ${text}`);
  return number;
}
