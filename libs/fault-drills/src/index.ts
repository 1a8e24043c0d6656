/** Injects faults into a running system under load, and checks from the ledger that no accepted task is lost. */
export { allFaults, faultsNamed } from './all-faults.js';
export { fault, type Fault } from './fault.js';
export { isGood, type Outcome } from './outcome.js';
export { progressOn, type Progress } from './progress.js';
export { drill } from './drill.js';
export { DrilledSystem } from './drilled-system.js';
export { GatewayClient, type Answer } from './gateway-client.js';
export type { LoadClient } from './load.js';
export { RecordPool } from './record-pool.js';
export { runSuite, type SuiteOptions } from './suite.js';
export { renderTable } from './table.js';
export { SeededRandom } from './seeded-random.js';
