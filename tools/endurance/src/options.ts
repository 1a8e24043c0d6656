import { parseArgs } from 'node:util';

export interface Options {
  readonly tasks: number;
  readonly workers: number;
  readonly concurrency: number;
  /** CELERY_WORKER_MAX_TASKS_PER_CHILD; 0 for never. */
  readonly tasksPerChild: number;
  /** What an analysis takes, in milliseconds. */
  readonly analysisMs: number;
}

/** @throws Error that says what is wrong with the command line */
export function readOptions(args: readonly string[]): Options {
  const number = (byDefault: string) => ({ type: 'string', default: byDefault }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      tasks: number('20000'),
      workers: number('2'),
      concurrency: number('4'),
      'tasks-per-child': number('0'),
      'analysis-ms': number('0'),
    },
  });
  return {
    tasks: wholeNumber('tasks', values.tasks, 1),
    workers: wholeNumber('workers', values.workers, 1),
    concurrency: wholeNumber('concurrency', values.concurrency, 1),
    tasksPerChild: wholeNumber('tasks-per-child', values['tasks-per-child'], 0),
    analysisMs: wholeNumber('analysis-ms', values['analysis-ms'], 0),
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`--${name} must be a whole number from ${least} on, not ${text}`);
}
