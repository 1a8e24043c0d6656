import type { AppName } from '@vocalborn/system-harness';
import type { Finding } from '../figures/finding.js';
import { memoryOf, type ProcessMemory } from '../processes/memory.js';
import type { Bench } from '../system/bench.js';
import type { Extent } from './names.js';
import { runTasks } from './run-tasks.js';

const apps: readonly AppName[] = ['api-gateway', 'analysis-worker', 'monitor', 'ai-service'];

/** Number of the instance that is started: the others belong to other measurements. */
const instance = 9;

/** Tasks after which the memory is read again. */
const tasks = 1_000;

/** How long each app takes from its start until it is ready, and the memory of each process, idle and after a load. */
export async function measureStart(
  bench: Bench,
  { rounds }: Extent,
  show: (progress: string) => void,
): Promise<Finding[]> {
  await Promise.all([bench.product.setWorkers(0), bench.baseline.setWorkers(0)]);
  await Promise.all([bench.product.stopGateway(), bench.baseline.stopGateway()]);
  const findings: Finding[] = [];
  for (const app of apps) findings.push(...(await startsOf(bench, app, rounds)));
  show('cold starts are measured');
  return [...findings, ...(await memoryUnderLoad(bench))];
}

async function startsOf({ system }: Bench, name: AppName, rounds: number): Promise<Finding[]> {
  const [times, memories]: [number[], ProcessMemory[][]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    const app = await system.startApp(name, instance, { LOG_LEVEL: 'warn' });
    times.push(performance.now() - began);
    memories.push(await memoryOf([app.pid]));
    await app.stop();
  }
  const common = { metric: 'start', baseline: [] };
  return [
    { ...common, name: `${name}, until ready`, unit: 'ms', values: times },
    ...memoryFindings(`${name}, idle`, memories),
  ];
}

async function memoryUnderLoad({ product }: Bench): Promise<Finding[]> {
  await product.clear();
  await product.startGateway();
  await product.setWorkers(1);
  await runTasks(product, tasks);
  const after = async (pids: readonly number[], name: string): Promise<Finding[]> =>
    memoryFindings(`${name}, after ${tasks} tasks`, [await memoryOf(pids)]);
  return [
    ...(await after([product.gateway?.pid ?? 0], 'api-gateway')),
    ...(await after(
      product.workers.map(({ pid }) => pid),
      'analysis-worker',
    )),
  ];
}

/** One figure for each program of an app; the processes of a cluster run the same one. */
function memoryFindings(name: string, rounds: readonly (readonly ProcessMemory[])[]): Finding[] {
  const entries = [...new Set(rounds.flat().map(({ entry }) => entry))].filter((entry) => !entry.endsWith('.mjs'));
  return entries.map((entry) => ({
    metric: 'start',
    name: `${name}, ${entry}`,
    unit: 'MiB PSS',
    values: rounds
      .flat()
      .filter((memory) => memory.entry === entry)
      .map(({ pssMib }) => pssMib),
    baseline: [],
  }));
}
