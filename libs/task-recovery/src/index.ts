/**
 * Recovery: repairs what crashes and outages leave between the ledger, the queue and the result cache. Gateways and
 * workers host it; one process at a time leads.
 */
export { Recovery } from './recovery.js';
export { requeueLost } from './requeue-lost.js';
export { correctCache } from './correct-cache.js';
export { type RecoveryDependencies } from './dependencies.js';
