/** Drills every fault against a system of its own, for each seed, and tells what became of every accepted task. */
import { allFaults, isGood, progressOn, renderTable, runSuite, type Outcome } from '@vocalborn/fault-drills';
import { writeFile } from 'node:fs/promises';
import { readOptions, type Options } from './options.js';

const interrupted = 130;

async function main(say: (line: string) => void): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.list) {
    for (const { name, what } of allFaults) say(`${name.padEnd(26)} ${what}`);
    return;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  const outcomes: Outcome[] = [];
  for (const seed of options.seeds) {
    if (stop.signal.aborted) break;
    const ofSeed = await drillSeed(seed, options, stop.signal);
    outcomes.push(...ofSeed);
    if (ofSeed.length > 0) say(`\nFAULT_SEED=${seed}\n${renderTable(ofSeed)}\n`);
    if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(outcomes, null, 2)}\n`);
  }
  if (stop.signal.aborted) process.exit(interrupted);
  const bad = outcomes.filter((outcome) => !isGood(outcome));
  say(
    bad.length === 0
      ? 'nothing was lost'
      : `not good: ${bad.map(({ seed, fault }) => `${fault} (${seed})`).join(', ')}`,
  );
  process.exit(bad.length === 0 ? 0 : 1);
}

function drillSeed(seed: number, options: Options, signal: AbortSignal): Promise<Outcome[]> {
  const { faults, tasks, rate, workers, concurrency } = options;
  const pace = { tasks, perSecond: rate };
  return runSuite({
    seed,
    faults,
    pace,
    fleet: { workers, concurrency },
    progress: progressOn(process.stdout),
    signal,
  });
}

await main(console.log).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
