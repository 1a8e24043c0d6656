/**
 * Clients of the gateway and of the monitor, for browsers and for Node. What is below `generated` comes from the
 * OpenAPI documents in docs/openapi; server-sent events are read by `followEvents`.
 */
export * as gateway from './generated/gateway/index.js';
export * as monitor from './generated/monitor/index.js';
export { createClient as createGatewayClient } from './generated/gateway/client/index.js';
export { createClient as createMonitorClient } from './generated/monitor/client/index.js';
export { ApiError, dataOf } from './api-error.js';
export { readGatewayEvent, type GatewayEvent, type TaskChange } from './gateway-events.js';
export { EventStreamError, followEvents, type EventStreamOptions, type ServerEvent } from './follow-events.js';
export {
  readMonitorEvent,
  type MonitorEvent,
  type MonitorEvents,
  type StreamedTable,
  type TaskEvent,
} from './monitor-events.js';
