/**
 * Runs very many tasks through the real system and tells what is left behind in Redis, Postgres and memory, and how
 * often the workers' children were replaced. A server that answers at once, or after --analysis-ms, stands in for the
 * ai-service: not the analysis is on trial here but everything around it.
 */
import { allEnded, makeRecords, SlowAiService, submitAll, System } from '@vocalborn/system-harness';
import { passCacheHour } from './cache-hour.js';
import { footprintOf, type Footprint } from './footprint.js';

import { readOptions, type Options } from './options.js';

async function main(say: (line: string) => void): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const ai = await SlowAiService.start();
  ai.takesMs = options.analysisMs;
  const system = await startSystem(options, ai.url);
  try {
    const records = await makeRecords(system, options.tasks);
    const before = await footprintOf(system);
    const began = performance.now();
    const show = (ended: number): boolean => process.stderr.write(`\r${ended} of ${options.tasks} ended`);
    const [, ended] = await Promise.all([submitAll(system, records), allEnded(system, options.tasks, show)]);
    const seconds = (performance.now() - began) / 1000;
    const recycles = await recyclesOf(system, options.workers);
    const after = await footprintOf(system);
    const endless = await passCacheHour(system.redis.url(1));
    const later = await footprintOf(system);
    say(`\n${options.tasks} tasks in ${seconds.toFixed(1)} s: ${(options.tasks / seconds).toFixed(1)} per second`);
    for (const { status, tasks, attempts } of ended) say(`${status}: ${tasks} tasks, ${attempts} attempts`);
    say(`children replaced: ${recycles}; cache entries without an end: ${endless}\n`);
    say(tableOf(['before', 'after the load', "after the cache's hour"], [before, after, later]));
  } finally {
    await system.stop();
    ai.stop();
  }
}

function startSystem({ workers, concurrency, tasksPerChild }: Options, aiServiceUrl: string): Promise<System> {
  const recycling = tasksPerChild > 0 ? { CELERY_WORKER_MAX_TASKS_PER_CHILD: String(tasksPerChild) } : {};
  const worker = { AI_SERVICE_URL: aiServiceUrl, CELERY_WORKER_CONCURRENCY: String(concurrency), ...recycling };
  return System.start({ workers, env: { 'analysis-worker': worker } });
}

/** Read off the workers' metrics. */
async function recyclesOf(system: System, workers: number): Promise<number> {
  const numbers = Array.from({ length: workers }, (_, index) => (index === 0 ? '' : `-${index + 1}`));
  const counts = numbers.map(async (suffix) => {
    const metrics = await (await fetch(`${system.app(`analysis-worker${suffix}`).url}/metrics`)).text();
    return Number(/^vocalborn_worker_recycles_total\S* (\d+)/m.exec(metrics)?.[1] ?? NaN);
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

function tableOf(titles: readonly string[], footprints: readonly Footprint[]): string {
  const lines = [...(footprints[0]?.keys() ?? [])].map((name) => {
    const values = footprints.map((footprint) => footprint.get(name) ?? NaN);
    return `| ${[name, ...values.map((value) => (Number.isInteger(value) ? value : value.toFixed(1)))].join(' | ')} |`;
  });
  return [`| | ${titles.join(' | ')} |`, `| --- |${titles.map(() => ' ---: |').join('')}`, ...lines].join('\n');
}

await main(console.log).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
