/**
 * Personal data: what is kept about a person outside the life of a task, and how it leaves. The database tells what has to
 * be removed from the queue, the result cache and the audio store.
 */
export { type PersonalDataStores } from './sweep-erasure.js';
export { RecordErasure, ErasureContendedError } from './record-erasure.js';
export {
  accessKinds,
  dropOldAccesses,
  listAccesses,
  noteAccesses,
  type Access,
  type AccessKind,
  type StoredAccess,
} from './access-audit.js';
export { findUnsweptErasure } from './stored-erasures.js';
export { readTombstones } from './tombstones.js';
export { finishErasures } from './finish-erasures.js';
