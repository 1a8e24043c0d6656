/** The workers there are: heartbeats in Redis, and who is online. */
export {
  sendHeartbeat,
  signOff,
  listWorkers,
  heartbeatSeconds,
  offlineAfterSeconds,
  type WorkerReport,
  type RegisteredWorker,
} from './registry.js';
