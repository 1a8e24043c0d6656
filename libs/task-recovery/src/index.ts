/**
 * Mends what crashes and outages leave between the ledger, the queue and the cache. Hosted by what the main job needs
 * anyway; one process leads at a time.
 */
export { Recovery } from './recovery.js';
export { requeueLost } from './requeue-lost.js';
export { finishEndings } from './finish-endings.js';
export { type RecoveryParts } from './parts.js';
