import type { Finding } from '../figures/finding.js';
import type { Bench } from '../system/bench.js';
import { costFindings } from './cpu-per-operation.js';
import { inTurn } from './in-turn.js';
import { tasksOf, type Extent } from './names.js';
import { runTasks } from './run-tasks.js';

/** Workers of the product: with two slots each they have as many as the one bare process. */
const workers = 2;

/** A filled queue and an ai-service that answers at once: tasks per second, CPU time of each, and the longest gap. */
export async function measureWorker(
  { product, baseline }: Bench,
  extent: Extent,
  show: (progress: string) => void,
): Promise<Finding[]> {
  const { rounds } = extent;
  for (const side of [baseline, product]) {
    await side.setWorkers(0);
    await side.clear();
    await side.startGateway();
    await side.setWorkers(workers);
  }
  const found = await inTurn(rounds, async (name, round) => {
    const run = await runTasks(name === 'product' ? product : baseline, tasksOf(extent));
    show(`worker, round ${round} of ${rounds}, ${name}: ${Math.round(run.perSecond)} tasks per second`);
    return run;
  });
  const of = (name: string, unit: string, value: 'perSecond' | 'longestGap', target: Finding['target']): Finding => ({
    ...{ metric: 'worker', name, unit },
    values: found.product.map((run) => run[value]),
    baseline: found.baseline.map((run) => run[value]),
    ...(target === undefined ? {} : { target }),
  });
  const [productCosts, baselineCosts] = [found.product, found.baseline].map((runs) => runs.map(({ cost }) => cost));
  return [
    of('filled queue', 'tasks/s', 'perSecond', { of: 'ratio', atLeast: 1.5 }),
    of('longest gap between two endings', 'ms', 'longestGap', { of: 'value', atMost: 100 }),
    ...costFindings('worker', 'task', productCosts ?? [], baselineCosts ?? []),
  ];
}
