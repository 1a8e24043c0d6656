import type { Finding } from '../figures/finding.js';
import type { Bench } from '../system/bench.js';
import { addHistory } from '../system/history.js';
import { fillQueue } from '../system/long-queue.js';
import { makeRecords } from '../system/records.js';
import type { Side } from '../system/side.js';
import { totalOf } from './cpu-per-operation.js';
import { tasksOf, type Extent } from './names.js';
import { submitRate } from './requests.js';
import { runTasks } from './run-tasks.js';

const sizes = [1_000, 10_000, 100_000, 1_000_000] as const;
const quickSizes = sizes.slice(0, 3);
const records = 250_000;
const queued = 100_000;

/** Most that the figures at the largest size may differ from those at the smallest, in the wrong direction. */
const tolerance = 0.2;

/** What one size costs, a value per round. */
interface SizeCost {
  readonly submits: number[];
  readonly submitCosts: number[];
  readonly taskRates: number[];
  readonly taskCosts: number[];
}

/** Whether a submission and a task cost more when many tasks are stored, and a submission when many are queued. */
export async function measureStored(
  { product, baseline }: Bench,
  extent: Extent,
  show: (progress: string) => void,
): Promise<Finding[]> {
  await Promise.all([product.setWorkers(0), baseline.setWorkers(0)]);
  await baseline.stopGateway();
  await product.clear();
  await product.startGateway();
  for (let made = 0; made < records; made += 50_000) await makeRecords(product, 50_000);
  await costAt(product, { ...extent, rounds: 1 });
  const findings: Finding[] = [];
  let smallest: SizeCost | undefined;
  for (const size of extent.quick ? quickSizes : sizes) {
    await addHistory(product, size, (written) => show(`${written} of ${size} tasks stored`));
    const cost = await costAt(product, extent);
    smallest ??= cost;
    const isLargest = size === (extent.quick ? quickSizes : sizes).at(-1);
    findings.push(...findingsAt(size, cost, isLargest ? smallest : undefined));
    show(`${size} stored: ${cost.submits.map(Math.round).join(', ')} submissions per second`);
  }
  return [...findings, ...(await withLongQueue(product, extent, show))];
}

/** One after the other: submissions that pile up without a worker, then tasks that a worker runs. */
async function costAt(side: Side, extent: Extent): Promise<SizeCost> {
  const { rounds, seconds } = extent;
  const found: SizeCost = { submits: [], submitCosts: [], taskRates: [], taskCosts: [] };
  await side.setWorkers(2);
  await side.queue.release();
  for (let round = 0; round < rounds; round += 1) {
    const run = await runTasks(side, tasksOf(extent));
    found.taskRates.push(run.perSecond);
    found.taskCosts.push(totalOf(run.cost));
  }
  await side.setWorkers(0);
  for (let round = 0; round < rounds; round += 1) {
    const { perSecond, cost } = await submitRate(side, seconds);
    found.submits.push(perSecond);
    found.submitCosts.push(totalOf(cost));
    await side.dropWaiting();
  }
  return found;
}

function findingsAt(size: number, cost: SizeCost, smallest: SizeCost | undefined): Finding[] {
  const of = (name: string, unit: string, key: keyof SizeCost, limit: Finding['target']): Finding => ({
    ...{ metric: 'stored', name: `${name} at ${size.toLocaleString('en-US')} stored tasks`, unit, at: size },
    values: cost[key],
    baseline: smallest?.[key] ?? [],
    ...(smallest === undefined || limit === undefined ? {} : { target: limit }),
  });
  const [fast, cheap] = [
    { of: 'ratio', atLeast: 1 - tolerance },
    { of: 'ratio', atMost: 1 + tolerance },
  ] as const;
  return [
    of('submit', 'requests/s', 'submits', fast),
    of('submit, all processes', 'ms CPU', 'submitCosts', cheap),
    of('filled queue', 'tasks/s', 'taskRates', fast),
    of('task, all processes', 'ms CPU', 'taskCosts', cheap),
  ];
}

/** The same submissions behind a long queue and behind an empty one. */
async function withLongQueue(side: Side, extent: Extent, show: (progress: string) => void): Promise<Finding[]> {
  const measure = async (): Promise<{ speed: number[]; cost: number[] }> => {
    const rates = [];
    for (let round = 0; round < extent.rounds; round += 1) rates.push(await submitRate(side, extent.seconds));
    return { speed: rates.map(({ perSecond }) => perSecond), cost: rates.map(({ cost }) => totalOf(cost)) };
  };
  const empty = await measure();
  await side.dropWaiting();
  await fillQueue(side, queued, (done) => show(`${done} of ${queued} tasks queued`));
  const long = await measure();
  const name = `behind ${queued.toLocaleString('en-US')} queued tasks`;
  const [atLeast, atMost] = [1 - tolerance, 1 + tolerance];
  return [
    {
      ...{ metric: 'stored', name: `submit ${name}`, unit: 'requests/s', values: long.speed, baseline: empty.speed },
      target: { of: 'ratio', atLeast },
    },
    {
      ...{ metric: 'stored', name: `submit ${name}, all processes`, unit: 'ms CPU' },
      ...{ values: long.cost, baseline: empty.cost, target: { of: 'ratio', atMost } },
    },
  ];
}
