/** How a process is seen from outside: logs without secrets and Prometheus metrics. */
export { createLogger, nestLogger, type Logger } from './logger.js';
export { gaugeByState, metricsRegistry } from './metrics.js';
