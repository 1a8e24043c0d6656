import type { Finding } from '../figures/finding.js';
import { runLoad } from '../load/closed-loop.js';
import type { Request } from '../load/connection.js';
import type { Bench } from '../system/bench.js';
import { makeRecords, readings, submissions } from '../system/records.js';
import type { Side } from '../system/side.js';
import { costFindings, costOf, type OperationCost } from './cpu-per-operation.js';
import { inTurn } from './in-turn.js';
import type { Extent } from './names.js';
import { runTasks } from './run-tasks.js';

const connections = 32;

/** Tasks that are read. */
const readTasks = 200;

/** More records than a gateway takes in a second. */
const recordsPerSecond = 6_000;

/** The warm-up is longer than a round, because V8 compiles while it runs. */
const warmUpFactor = 3;

interface Rate {
  readonly perSecond: number;
  readonly cost: OperationCost;
}

/** Submissions while no worker runs, polls and results of ended tasks: requests per second, and CPU time of each. */
export async function measureRequests(
  bench: Bench,
  extent: Extent,
  show: (progress: string) => void,
): Promise<Finding[]> {
  await prepare(bench);
  const ended = { product: await endedTasks(bench.product), baseline: await endedTasks(bench.baseline) };
  const read = async (suffix: '' | '/result', operation: string): Promise<Finding[]> =>
    compare(operation, extent, show, (name, seconds) => {
      const side = bench[name];
      return rate(side, seconds, readings(side, ended[name], suffix), 200);
    });
  const polls = await read('', 'status');
  const results = await read('/result', 'result');
  const submits = await compare('submit', extent, show, (name, seconds) => submitRate(bench[name], seconds));
  return [...submits, ...polls, ...results];
}

async function prepare({ product, baseline }: Bench): Promise<void> {
  for (const side of [baseline, product]) {
    await side.setWorkers(0);
    await side.clear();
    await side.startGateway();
  }
}

async function endedTasks(side: Side): Promise<readonly string[]> {
  await side.setWorkers(1);
  const { taskIds } = await runTasks(side, readTasks);
  await side.setWorkers(0);
  return taskIds;
}

/** Submissions per second, of records that were used by no other round. */
export async function submitRate(side: Side, seconds: number): Promise<Rate> {
  const records = await makeRecords(side, Math.ceil(recordsPerSecond * seconds));
  return rate(side, seconds, submissions(side, records), 202);
}

async function rate(side: Side, seconds: number, next: () => Request | null, expected: number): Promise<Rate> {
  const { cost, perSecond } = await costOf(side, async () => {
    const { answers, seconds: took } = await runLoad({ port: side.port, connections, seconds, next, expected });
    return { operations: answers.length, perSecond: answers.length / took };
  });
  return { cost, perSecond };
}

async function compare(
  operation: string,
  { rounds, seconds }: Extent,
  show: (progress: string) => void,
  measure: (side: 'product' | 'baseline', seconds: number) => Promise<Rate>,
): Promise<Finding[]> {
  const { product, baseline } = await inTurn(rounds, async (side, round) => {
    const found = await measure(side, round === 0 ? warmUpFactor * seconds : seconds);
    show(`${operation}, round ${round} of ${rounds}, ${side}: ${Math.round(found.perSecond)} per second`);
    return found;
  });
  const speed: Finding = {
    metric: 'requests',
    name: operation,
    unit: 'requests/s',
    values: product.map(({ perSecond }) => perSecond),
    baseline: baseline.map(({ perSecond }) => perSecond),
    target: { of: 'ratio', atLeast: 0.7 },
  };
  const costs = [product, baseline].map((side) => side.map(({ cost }) => cost));
  return [speed, ...costFindings('requests', operation, costs[0] ?? [], costs[1] ?? [])];
}
