import type { Severity } from '../conditions/alert-rule.js';
import type { KpiValues } from '../kpis/kpis.js';
import { judgeAiService, type AiServiceReport } from './ai-service.js';
import { holds, type Level } from './health-conditions.js';
import { reason, type Reason } from './reason.js';
import { judgeMinutes, type Minute } from './recent-minutes.js';

/** An alert rule and how it stands. */
export interface JudgedAlert {
  readonly name: string;
  readonly severity: Severity;
  readonly state: 'inactive' | 'pending' | 'firing';
  /** The value as operators read it. */
  readonly display: string;
  /** Over how long the value is taken; null for a value of the moment. */
  readonly windowSeconds: number | null;
  readonly isSilenced: boolean;
}

/** What the monitor knows of the system. */
export interface Findings {
  /** Undefined while nothing is known yet. */
  readonly figures: Partial<KpiValues> | undefined;
  /** What prevented the figures from being read anew. */
  readonly failure: 'databaseUnreachable' | 'monitorUnreachable' | null;
  readonly alerts?: readonly JudgedAlert[];
  /** The reports of the workers that are online. */
  readonly aiServiceReports?: readonly AiServiceReport[];
  /** The last quarter of an hour in minutes, the oldest first. */
  readonly minutes?: readonly Minute[];
}

/** The state of the system, and why; the worst reasons first. */
export interface SystemVerdict {
  readonly level: 'unknown' | 'good' | Level;
  readonly reasons: readonly Reason[];
}

const ranks: Readonly<Record<Level, number>> = { warning: 0, critical: 1 };

/** Judges whether patients are being served. */
export function judgeSystem(findings: Findings): SystemVerdict {
  const { figures, failure, alerts = [] } = findings;
  const reasons = [
    ...(failure === null ? [] : [reason(failure)]),
    ...(figures !== undefined && failure === null ? judgePresent(figures, findings) : []),
    ...judgeAlerts(alerts),
  ].toSorted((a, b) => ranks[b.level] - ranks[a.level]);
  return { level: reasons[0]?.level ?? (figures === undefined ? 'unknown' : 'good'), reasons };
}

/** Without Redis or workers, the state of the ai-service does not matter. */
function judgePresent(
  { queue_length: queue, redis_memory: memory, active_workers: workers }: Partial<KpiValues>,
  { aiServiceReports = [], minutes = [] }: Findings,
): Reason[] {
  if (queue === null || memory === null) return [reason('redisUnreachable')];
  if (typeof workers === 'number' && holds('dashboard', 'noWorker', workers)) return [reason('noWorker')];
  return [...judgeAiService(aiServiceReports), ...judgeMinutes(minutes)];
}

/** Leaves out silenced alerts: somebody knows of them. */
const judgeAlerts = (alerts: readonly JudgedAlert[]): Reason[] =>
  alerts.filter(({ state, isSilenced }) => state !== 'inactive' && !isSilenced).map(alertReason);

function alertReason({ name, severity, state, display, windowSeconds }: JudgedAlert): Reason {
  if (state === 'pending') return { level: 'warning', name: 'alertPending', values: { name } };
  const level = severity === 'critical' ? 'critical' : 'warning';
  if (windowSeconds === null) return { level, name: 'alertFiring', values: { name, value: display } };
  return { level, name: 'alertFiringOver', values: { name, value: display, window: { seconds: windowSeconds } } };
}
