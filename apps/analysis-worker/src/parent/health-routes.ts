import type { ProbeRoutes } from '@vocalborn/observability';
import type { Health, HealthReport } from './health.js';

/** What the orchestrator asks of a worker: `/health/live`, `/health/ready` and `/health/startup`. */
export const healthRoutes = (health: Health): ProbeRoutes =>
  new Map([
    ['/health/live', () => ofHealth(health.live())],
    ['/health/ready', () => ofHealth(health.ready())],
    ['/health/startup', () => ofHealth(health.startup())],
  ]);

const ofHealth = (report: HealthReport) => ({
  status: report.status === 'ok' ? 200 : 503,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(report),
});
