import type { Finding } from '../figures/finding.js';
import type { Bench } from '../system/bench.js';
import { slotsPerWorker } from '../system/environments.js';
import type { Extent } from './names.js';
import { runTasks } from './run-tasks.js';

const workerCounts = [1, 2, 4] as const;

/** Duration of an analysis: long enough that a worker waits for it and two cores suffice for all workers. */
const analysisMs = 100;

/** Tasks for each slot in one round. */
const tasksPerSlot = 15;

/** Tasks per second of one, two and four workers, when an analysis takes its time. */
export async function measureScaling(
  { product, baseline, ai }: Bench,
  { rounds }: Extent,
  show: (progress: string) => void,
): Promise<Finding[]> {
  await baseline.setWorkers(0);
  await product.setWorkers(0);
  await product.clear();
  await product.startGateway();
  const findings: Finding[] = [];
  try {
    ai.takesMs = analysisMs;
    for (const workers of workerCounts) {
      await product.setWorkers(workers);
      const values: number[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        const { perSecond } = await runTasks(product, workers * slotsPerWorker * tasksPerSlot);
        // The first one warms up.
        if (round > 0) values.push(perSecond);
      }
      show(`${workers} workers: ${values.map((value) => value.toFixed(1)).join(', ')} tasks per second`);
      const name = `${workers} ${workers === 1 ? 'worker' : 'workers'}, analysis ${analysisMs} ms`;
      findings.push({ metric: 'scaling', name, unit: 'tasks/s', values, baseline: [], at: workers });
    }
  } finally {
    ai.takesMs = 0;
  }
  return findings;
}
