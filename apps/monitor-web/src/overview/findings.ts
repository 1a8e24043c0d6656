import type { ApiError } from '@vocalborn/client';
import type { Findings, JudgedAlert } from '@vocalborn/monitoring-rules';
import { valuesOf, type AlertRule, type Alerts, type KpisNow, type Point, type WorkerRow } from '../api/queries.js';

/** What the pages have read; undefined while it has not been read. */
interface Answers {
  readonly kpis: KpisNow | undefined;
  readonly error: ApiError | null;
  readonly alerts: Alerts | null | undefined;
  readonly workers: readonly WorkerRow[] | undefined;
  /** The last quarter of an hour in minutes, the oldest first. */
  readonly minutes: readonly Point[] | undefined;
}

/** The answers of the monitor as the judge of the system takes them. */
export function findingsOf({ kpis, error, alerts, workers = [], minutes = [] }: Answers): Findings {
  return {
    figures: kpis && valuesOf(kpis),
    failure: error && (error.status === 503 ? 'databaseUnreachable' : 'monitorUnreachable'),
    alerts: alerts?.rules.map(alertOf) ?? [],
    aiServiceReports: workers.filter(({ status }) => status === 'online').map(aiServiceReportOf),
    minutes,
  };
}

const alertOf = (rule: AlertRule): JudgedAlert => ({
  name: rule.name,
  severity: rule.severity,
  state: rule.state,
  display: rule.display,
  windowSeconds: rule.window_seconds,
  isSilenced: rule.silenced_until !== null,
});

/** What a worker reports of the ai-service. */
export const aiServiceReportOf = ({ ai_service_circuit: circuit, ai_service_up: up }: WorkerRow) => ({ circuit, up });
