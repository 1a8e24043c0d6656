/** What every process does beside its work: logs without secrets, Prometheus metrics, and repeated background work. */
export { createLogger, nestLogger, type Logger } from './logger.js';
export { RepeatedWork, type RepeatedWorkOptions } from './repeated-work.js';
export { gaugeByState, metricsRegistry } from './metrics.js';
