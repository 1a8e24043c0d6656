/**
 * The key figures of the system: names, units, words and exact definitions. The API, the alert file, Prometheus and the
 * documentation all read this one table.
 */
export {
  kpis,
  kpiNames,
  isKpiName,
  type Kpi,
  type KpiGroup,
  type KpiName,
  type KpiUnit,
  type KpiValues,
} from './kpis.js';
export { processingBounds, quantile } from './histogram.js';
export { formatKpi } from './format.js';
