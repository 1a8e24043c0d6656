import type { Fault } from './fault.js';
import { failoverFaults } from './faults/failover.js';
import { groupCommitFaults } from './faults/group-commit.js';
import { aiServiceFaults, linkFaults } from './faults/links.js';
import { processFaults } from './faults/processes.js';
import { redisFaults } from './faults/redis.js';
import { surroundingFaults } from './faults/surroundings.js';

/** Every fault in the order of the drills. Faults with the same worker settings follow each other. */
export const allFaults: readonly Fault[] = [
  ...processFaults,
  ...groupCommitFaults,
  ...redisFaults,
  ...linkFaults,
  ...aiServiceFaults,
  ...surroundingFaults,
  ...failoverFaults,
];

/** @throws Error that lists the faults, when a name is unknown */
export function faultsNamed(names: readonly string[]): Fault[] {
  const unknown = names.filter((name) => !allFaults.some((fault) => fault.name === name));
  if (unknown.length > 0) {
    throw new Error(`no such fault: ${unknown.join(', ')}; there are ${allFaults.map(({ name }) => name).join(', ')}`);
  }
  return allFaults.filter(({ name }) => names.includes(name));
}
