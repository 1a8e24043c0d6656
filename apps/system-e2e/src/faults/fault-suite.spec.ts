import { allFaults, isGood, progressOn, renderTable, runSuite } from '@vocalborn/fault-drills';
import { expect, it } from 'vitest';

const seed = Number(process.env['FAULT_SEED'] ?? Math.floor(Math.random() * 1_000_000) + 1);
const minutes = 60_000;

it(
  `nothing is lost under the quick faults (FAULT_SEED=${seed})`,
  async () => {
    const outcomes = await runSuite({
      seed,
      faults: allFaults.filter(({ quick }) => quick),
      pace: { tasks: 40, perSecond: 15 },
      fleet: { workers: 2, concurrency: 2 },
      progress: progressOn(process.stdout),
    });
    console.log(`FAULT_SEED=${seed}\n${renderTable(outcomes)}`);
    expect(outcomes.filter((outcome) => !isGood(outcome))).toEqual([]);
  },
  30 * minutes,
);
