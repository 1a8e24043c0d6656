/**
 * Measures the pipeline beside a bare server and a bare worker that do the same with the least code, and tells which
 * targets are met. Exits with 1 when one is missed.
 */
import { writeFile } from 'node:fs/promises';
import type { Finding } from './figures/finding.js';
import { missedTargets, tableOf } from './figures/table.js';
import { measureLatency } from './metrics/latency.js';
import { measureListeners } from './metrics/listeners.js';
import type { Metric, MetricName } from './metrics/names.js';
import { measureRequests } from './metrics/requests.js';
import { measureScaling } from './metrics/scaling.js';
import { measureStart } from './metrics/start.js';
import { measureStored } from './metrics/stored.js';
import { measureWorker } from './metrics/worker.js';
import { explainLedger } from './explain/explain-ledger.js';
import { readOptions, type Options } from './options.js';
import { writeCharts } from './plots/charts.js';
import { startBench, type Bench } from './system/bench.js';

const metrics: Readonly<Record<MetricName, Metric>> = {
  requests: measureRequests,
  worker: measureWorker,
  scaling: measureScaling,
  latency: measureLatency,
  start: measureStart,
  listeners: measureListeners,
  stored: measureStored,
};

async function main(say: (line: string) => void): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  const show = (progress: string): boolean => process.stderr.write(`${progress}\n`);
  const bench = await startBench(options.profile);
  try {
    if (options.explain) {
      await explainLedger(bench, options.quick ? 100_000 : 1_000_000, show, say);
      return true;
    }
    const findings = await measure(bench, options, show);
    say(tableOf(findings));
    await keep(findings, options);
    const missed = missedTargets(findings);
    say(missed.length === 0 ? '\nall targets are met' : `\nmissed: ${missed.join('; ')}`);
    return missed.length === 0;
  } finally {
    await bench.stop();
  }
}

async function measure(bench: Bench, options: Options, show: (progress: string) => void): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const name of options.only) findings.push(...(await metrics[name](bench, options, show)));
  return findings;
}

async function keep(findings: readonly Finding[], { json, plots }: Options): Promise<void> {
  if (json !== undefined) await writeFile(json, `${JSON.stringify(findings, null, 2)}\n`);
  if (plots !== undefined) await writeCharts(plots, findings);
}

try {
  process.exitCode = (await main(console.log)) ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
