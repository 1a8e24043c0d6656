import type { Alerts } from '../api/alerts.js';
import type { ApiError } from '../api/request.js';
import { valuesOf, type KpisNow, type Point } from '../api/kpis.js';
import type { WorkerRow } from '../api/live-tables.js';
import { ofAiService, ofMinutes } from './service.js';

export type Level = 'unknown' | 'good' | 'warning' | 'critical';

/** Why the system is not judged to be well; rendered in the language of who looks. */
export type Reason =
  | { readonly level: Level; readonly kind: 'no-workers' | 'redis' | 'database' | 'monitor' | 'ai-service' }
  | {
      readonly level: Level;
      readonly kind: 'ai-service-partly';
      readonly broken: number;
      readonly online: number;
    }
  | { readonly level: Level; readonly kind: 'nothing-succeeds'; readonly tries: number }
  | { readonly level: Level; readonly kind: 'nothing-begins'; readonly minutes: number }
  | { readonly level: Level; readonly kind: 'many-retries'; readonly percent: number }
  | { readonly level: Level; readonly kind: 'long-wait'; readonly seconds: number }
  | {
      readonly level: Level;
      readonly kind: 'firing';
      readonly name: string;
      readonly value: string;
      readonly windowSeconds: number | null;
    }
  | { readonly level: Level; readonly kind: 'pending'; readonly name: string };

export interface Findings {
  readonly kpis: KpisNow | undefined;
  readonly error: ApiError | null;
  readonly alerts: Alerts | null | undefined;
  readonly workers?: readonly WorkerRow[] | undefined;
  /** The last quarter of an hour in minutes, oldest first. */
  readonly minutes?: readonly Point[] | undefined;
}

const ranks: Readonly<Record<Level, number>> = { unknown: 0, good: 1, warning: 2, critical: 3 };

/** Whether patients are being served, from what the monitor tells now; the worst reasons first. */
export function judge(findings: Findings): { readonly level: Level; readonly reasons: readonly Reason[] } {
  const { kpis, error, alerts } = findings;
  const reasons = [
    ...ofReach(error),
    ...(kpis && !error ? ofPresent(kpis, findings) : []),
    ...(alerts ? ofAlerts(alerts) : []),
  ];
  const sorted = reasons.toSorted((a, b) => ranks[b.level] - ranks[a.level]);
  return { level: sorted[0]?.level ?? (kpis ? 'good' : 'unknown'), reasons: sorted };
}

function ofReach(error: ApiError | null): Reason[] {
  if (!error) return [];
  return [{ level: 'critical', kind: error.status === 503 ? 'database' : 'monitor' }];
}

/** Who works decides first: without workers or Redis, what the ai-service does is of no account. */
function ofPresent(kpis: KpisNow, { workers = [], minutes = [] }: Findings): Reason[] {
  const reasons = ofFigures(kpis);
  return reasons.length > 0 ? reasons : [...ofAiService(workers), ...ofMinutes(minutes)];
}

function ofFigures(kpis: KpisNow): Reason[] {
  const { active_workers: workers, queue_length: queue, redis_memory: memory } = valuesOf(kpis);
  if (queue === null || memory === null) return [{ level: 'critical', kind: 'redis' }];
  return workers === 0 ? [{ level: 'critical', kind: 'no-workers' }] : [];
}

/** A silenced alert is known of: it worries nobody anew. */
function ofAlerts({ rules }: Alerts): Reason[] {
  return rules
    .filter((rule) => rule.state !== 'inactive' && rule.silenced_until === null)
    .map((rule) =>
      rule.state === 'firing'
        ? {
            level: rule.severity === 'critical' ? 'critical' : 'warning',
            kind: 'firing',
            name: rule.name,
            value: rule.display ?? String(rule.value ?? ''),
            windowSeconds: rule.window_seconds,
          }
        : { level: 'warning', kind: 'pending', name: rule.name },
    );
}
