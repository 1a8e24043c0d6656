/**
 * Fills the system with a month of tasks and tells how long each page's API takes, and what watching costs Redis.
 * Exits with 1 when a target is missed.
 */
import { SlowAiService, System } from '@vocalborn/system-harness';
import { writeHistory } from './history.js';
import { readOptions } from './options.js';
import { pagePaths, read } from './pages.js';
import { runLoad, type LoadCost } from './redis-share.js';

/** Most milliseconds that 95 % of a page's answers may take. */
const slowest = 100;

/** Most that the monitor may add to what Redis does, as a part. */
const largestShare = 0.05;

async function main(say: (line: string) => void): Promise<boolean> {
  const { tasks, rounds, load } = readOptions(process.argv.slice(2));
  const ai = await SlowAiService.start();
  ai.takesMs = 0;
  const system = await System.start({ env: { 'analysis-worker': { AI_SERVICE_URL: ai.url } } });
  try {
    await writeHistory(system, tasks, (written) => process.stderr.write(`\r${written} of ${tasks} tasks written`));
    const began = performance.now();
    await untilRolledUp(system);
    say(
      `\n${tasks} tasks of thirty days; added up per minute and indexed in ${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
    const fast = await timePages(system, rounds, say);
    const [watched, alone] = await compareRedis(system, load);
    const share = watched.commandsPerTask / alone.commandsPerTask - 1;
    say(`\n${load} tasks with the monitor and an open dashboard: ${inWords(watched)}`);
    say(`${load} tasks without: ${inWords(alone)}`);
    say(`the monitor adds ${(100 * share).toFixed(1)} % to what Redis does (target: at most ${100 * largestShare} %)`);
    return fast && share <= largestShare;
  } finally {
    await system.stop();
    ai.stop();
  }
}

/** A month's first minutes are there once the monitor has added them up, and all tasks once it has indexed them. */
async function untilRolledUp(system: System): Promise<void> {
  for (;;) {
    const [row] = await system.query<{ missing: number }>(
      `select (select count(*) from ai_analysis_tasks where completed_at < now() - interval '3 minutes')
         - (select coalesce(sum(succeeded + failed + revoked), 0) from task_minutes
            where minute < now() - interval '3 minutes')
         + (select count(*) from ai_analysis_tasks) - (select count(*) from task_search) as missing`,
    );
    if (Number(row?.missing) <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function timePages(system: System, rounds: number, say: (line: string) => void): Promise<boolean> {
  say('\n| GET | p50, ms | p95, ms | |\n| --- | ---: | ---: | --- |');
  let fast = true;
  for (const path of await pagePaths(system)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      await read(system, path);
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    const [p50, p95] = [0.5, 0.95].map((share) => times[Math.ceil(share * times.length) - 1] ?? NaN) as [
      number,
      number,
    ];
    fast &&= p95 < slowest;
    say(`| ${path} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${p95 < slowest ? 'PASS' : 'MISS'} |`);
  }
  return fast;
}

async function compareRedis(system: System, load: number): Promise<[watched: LoadCost, alone: LoadCost]> {
  const watched = await runLoad(system, load, true);
  await system.app('monitor').kill();
  return [watched, await runLoad(system, load, false)];
}

function inWords({ commandsPerTask, seconds }: LoadCost): string {
  return `${commandsPerTask.toFixed(1)} Redis commands per task, ${seconds.toFixed(1)} s`;
}

process.exitCode = (await main(console.log)) ? 0 : 1;
