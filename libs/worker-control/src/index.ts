/** The registry of workers in Redis (heartbeats, who is online) and commands to workers. */
export {
  connectRegistry,
  sendHeartbeat,
  signOff,
  listWorkers,
  heartbeatSeconds,
  offlineAfterSeconds,
  type RegisteredWorker,
} from './registry.js';
export type { RedisWithHeartbeat } from './heartbeat.lua.js';
export type { ReportedCircuit, WorkerReport } from './worker-report.js';
export { commandSchema, type Command, type CommandName, type Reply } from './commands.js';
export { askWorkers, answerMs, type Taken } from './ask-workers.js';
export { CommandListener, type ListenerOptions } from './command-listener.js';
