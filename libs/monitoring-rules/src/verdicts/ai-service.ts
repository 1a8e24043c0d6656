import { holds } from './health-conditions.js';
import { reason, type Reason } from './reason.js';

/** What a worker reports of the ai-service. */
export interface AiServiceReport {
  readonly circuit: 'closed' | 'half-open' | 'open' | 'unknown';
  /** Whether the ai-service answers the worker; null where that is not known. */
  readonly up: boolean | null;
}

/**
 * Whether the analyses of a worker reach the ai-service: it answers the worker, and the worker's circuit to it is
 * closed. A half-open circuit lets one task through and holds back the others until that has succeeded.
 * @returns null when the worker does not tell
 */
export function reachesAiService({ circuit, up }: AiServiceReport): boolean | null {
  if (up === false || circuit === 'open' || circuit === 'half-open') return false;
  return up ?? (circuit === 'closed' ? true : null);
}

/** Judges what the online workers report. A worker that does not tell counts for nothing. */
export function judgeAiService(reports: readonly AiServiceReport[]): Reason[] {
  const known = reports.map(reachesAiService).filter((reaches) => reaches !== null);
  if (known.length === 0) return [];
  const broken = known.filter((reaches) => !reaches).length;
  if (holds('dashboard', 'aiServiceUnreachable', (100 * broken) / known.length))
    return [reason('aiServiceUnreachable')];
  if (!holds('dashboard', 'aiServicePartlyUnreachable', broken)) return [];
  return [reason('aiServicePartlyUnreachable', { broken, online: reports.length })];
}
