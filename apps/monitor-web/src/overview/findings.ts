import type { ApiError } from '@vocalborn/client';
import type { Findings, JudgedAlert } from '@vocalborn/monitoring-rules';
import { valuesOf, type AlertRule, type Alerts, type KpisNow, type Point, type WorkerRow } from '../api/queries.js';

/** Answers of the monitor; undefined before they arrive. */
interface Answers {
  readonly kpis: KpisNow | undefined;
  readonly error: ApiError | null;
  readonly alerts: Alerts | null | undefined;
  readonly workers: readonly WorkerRow[] | undefined;
  /** The last 15 minutes, one point per minute, the oldest first. */
  readonly minutes: readonly Point[] | undefined;
}

/** Converts the answers of the monitor to the input of `judgeSystem`. */
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

/** The state of the ai-service as a worker reports it. */
export const aiServiceReportOf = ({ ai_service_circuit: circuit, ai_service_up: up }: WorkerRow) => ({ circuit, up });
