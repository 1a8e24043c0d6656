/**
 * What every process does beside its work: logs without secrets, Prometheus metrics, a small server for them, traces, and
 * repeated background work.
 */
export { createLogger, LOGGER, nestLogger, type Logger } from './logger.js';
export { beginSpan, inSpan, isTracing, startTracing, stopTracing, traceparent } from './tracing.js';
export type { Span, SpanAttributes, SpanOptions } from './tracer.js';
export { RepeatedWork, type RepeatedWorkOptions } from './repeated-work.js';
export { gaugeByState, METRICS, metricsRegistry } from './metrics.js';
export { metricsRoute, ProbeServer, type ProbeAddress, type ProbeRoutes } from './probe-server.js';
