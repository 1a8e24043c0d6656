import type { WorkerRow } from '../api/live-tables.js';

/**
 * Whether a worker's analyses get to the ai-service: it answers the worker, and the worker's circuit to it is closed. A
 * half-open circuit tries one task: until that has succeeded the others wait. Null when the worker does not tell.
 */
export function reachesAiService({
  ai_service_circuit: circuit = 'unknown',
  ai_service_up: up = null,
}: WorkerRow): boolean | null {
  if (up === false || circuit === 'open' || circuit === 'half-open') return false;
  return up ?? (circuit === 'closed' ? true : null);
}
