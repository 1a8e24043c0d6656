import { parseArgs } from 'node:util';
import { metricNames, type MetricName } from './metrics/names.js';

export interface Options {
  /** The measurements to make. */
  readonly only: readonly MetricName[];
  /** How often the product and the baseline are measured, in turn. */
  readonly rounds: number;
  /** Duration of one round of requests. */
  readonly seconds: number;
  /** Leaves out the million tasks. */
  readonly quick: boolean;
  /** File for all values of all rounds. */
  readonly json: string | undefined;
  /** Folder for CPU profiles of gateways and workers. */
  readonly profile: string | undefined;
  /** Folder for charts. */
  readonly plots: string | undefined;
  /** Prints the plans of the ledger's statements instead of measuring. */
  readonly explain: boolean;
}

/** @throws Error that says what is wrong with the command line */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ only: text, json: text, profile: text, plots: text, quick: flag, explain: flag },
      ...{ rounds: text, seconds: text },
    },
  });
  const { quick, explain, json, profile, plots } = values;
  return {
    only: values.only === undefined ? metricNames : values.only.split(',').map(metricNamed),
    rounds: wholeNumber('rounds', values.rounds ?? (quick ? '3' : '5')),
    seconds: wholeNumber('seconds', values.seconds ?? (quick ? '2' : '4')),
    ...{ quick, explain, json, profile, plots },
  };
}

function metricNamed(name: string): MetricName {
  const known = metricNames.find((each) => each === name);
  if (known === undefined) throw new Error(`--only knows ${metricNames.join(', ')}, not ${name}`);
  return known;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new Error(`--${name} must be a whole number from 1 on, not ${text}`);
}
