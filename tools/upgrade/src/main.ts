/**
 * `npm run test:upgrade -- --from <revision>`: starts the system of that revision, upgrades it to this one under load, app by
 * app, rolls it back, and tells what became of every accepted task.
 */
import { drill, DrilledSystem, fault, isGood, progressOn, RecordPool, type Outcome } from '@vocalborn/fault-drills';
import { appInstance, runDatabaseTool, temporaryFolder, workspaceRoot } from '@vocalborn/system-harness';
import { Gateways } from './gateways.js';
import { readOptions, type Options } from './options.js';
import { buildRevision, presentRevision, type OtherBuild } from './other-build.js';
import { gatewayCount, replace, rollOrder, serve } from './roll.js';

type Say = (line: string) => void;

async function main(say: Say): Promise<boolean> {
  const options = readOptions(process.argv.slice(2));
  const folder = temporaryFolder('vocalborn-upgrade');
  try {
    return await upgradeAndBack(buildRevision(options.from, folder.path, say), options, say);
  } finally {
    folder.remove();
  }
}

/** @returns whether no task was lost and no request failed */
async function upgradeAndBack(old: OtherBuild, { tasks, rate, workers }: Options, say: Say): Promise<boolean> {
  const drilled = await DrilledSystem.start({ workers, concurrency: 2 }, 'single', old.folder);
  try {
    const { system } = drilled;
    const gateways = new Gateways();
    for (let number = 1; number <= gatewayCount; number += 1) {
      if (number > 1) await system.startApp('api-gateway', number);
      serve(system, gateways, appInstance('api-gateway', number));
    }
    const roll = async (build: string, whereto: string): Promise<void> => {
      for (const app of rollOrder(workers)) {
        const [before, began] = [gateways.requests, performance.now()];
        await replace(drilled, gateways, app, build);
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        const requests = gateways.requests - before;
        say(`${whereto}: ${appInstance(...app)} replaced in ${seconds} s, during ${requests} requests`);
        if (requests === 0) throw new Error('the load was over before the last app was replaced: give more --tasks');
      }
    };
    const upgrade = fault('upgrade', 'upgrade and roll back', async () => {
      say(await runDatabaseTool('migrate', system.servers.primaryUrl));
      await roll(workspaceRoot, 'upgrade');
      return () => roll(old.folder, 'rollback');
    });
    const outcome = await drill(upgrade, {
      ...{ drilled, pool: new RecordPool(drilled), pace: { tasks, perSecond: rate }, seed: 1, client: gateways },
      progress: progressOn(process.stdout),
    });
    say(`from ${old.commit.slice(0, 12)} to ${presentRevision()} and back:`);
    return report(outcome, gateways.failures(), gateways.requests, say);
  } finally {
    await drilled.stop();
  }
}

function report(outcome: Outcome, failures: readonly string[], requests: number, say: Say): boolean {
  const { verdict, remarks } = outcome;
  if (verdict !== null) {
    const { accepted, success, lost, duplicated, stuck, disagreeing, unexpected, retried } = verdict;
    say(
      `  ${requests} requests, ${accepted} tasks accepted, ${success} succeeded, ${retried} took more than one attempt`,
    );
    const counts = Object.entries({ lost, duplicated, stuck, disagreeing, unexpected });
    say(`  ${counts.map(([what, { length }]) => `${what} ${length}`).join(', ')}`);
  }
  for (const line of [...failures, ...remarks]) say(`  ${line}`);
  const isWell = isGood(outcome) && failures.length === 0;
  say(isWell ? 'nothing was lost, and every request was answered' : 'not good');
  return isWell;
}

await main(console.log).then(
  (isWell) => (process.exitCode = isWell ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
