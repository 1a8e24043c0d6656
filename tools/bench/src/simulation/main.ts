/**
 * Replays days of analyses against the rules of the autoscaler, and prints how long tasks wait and how many workers it takes.
 * Nothing is started: see day.ts for the model.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inDigits } from '../figures/samples.js';
import { lineChart } from '../plots/line-chart.js';
import { defaultRules } from './autoscaler.js';
import { simulateDay, type Day } from './day.js';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { 'per-day': text, 'analysis-seconds': text, seed: text, plots: text } });
const sizes = (values['per-day'] ?? '10000,100000,1000000').split(',').map(Number);
const analysis = { mean: Number(values['analysis-seconds'] ?? 30), deviation: 10 };
const seed = Number(values.seed ?? 1);
if ([...sizes, analysis.mean, seed].some((each) => !(each > 0))) throw new Error('numbers above 0 are expected');

const columns: readonly (readonly [title: string, of: (day: Day) => number])[] = [
  ['wait p50 s', ({ wait }) => wait.p50],
  ['p95 s', ({ wait }) => wait.p95],
  ['p99 s', ({ wait }) => wait.p99],
  ['longest s', ({ wait }) => wait.longest],
  ['longest queue', ({ longestQueue }) => longestQueue],
  ['most workers', ({ mostWorkers }) => mostWorkers],
  ['worker hours', ({ workerHours }) => workerHours],
  ['slots busy %', ({ utilisation }) => 100 * utilisation],
];

const days = sizes.map((perDay) => ({ perDay, day: simulateDay({ perDay, seed, rules: defaultRules, analysis }) }));
console.log(`| analyses a day | ${columns.map(([title]) => title).join(' | ')} |`);
console.log(`| ---: | ${columns.map(() => '---:').join(' | ')} |`);
for (const { perDay, day } of days)
  console.log(`| ${perDay.toLocaleString('en-US')} | ${columns.map(([, of]) => inDigits(of(day))).join(' | ')} |`);

if (values.plots !== undefined) {
  mkdirSync(values.plots, { recursive: true });
  for (const { perDay, day } of days) writeFileSync(join(values.plots, `day-${perDay}.svg`), chartOf(perDay, day));
}

function chartOf(perDay: number, { minutes }: Day): string {
  const line = (name: string, of: (minute: Day['minutes'][number]) => number) => ({
    name,
    points: minutes.flatMap((minute, index) => (index % 5 === 0 ? [{ at: index / 60, value: of(minute) }] : [])),
  });
  return lineChart({
    ...{ title: `A day of ${perDay.toLocaleString('en-US')} analyses`, xTitle: 'hour', yTitle: 'number' },
    ...{ logarithmic: false, xMarks: [0, 3, 6, 9, 12, 15, 18, 21, 24] },
    lines: [
      line('arrivals per minute', ({ arrived }) => arrived),
      line('tasks waiting', ({ waiting }) => waiting),
      line('workers', ({ workers }) => workers),
    ],
  });
}
