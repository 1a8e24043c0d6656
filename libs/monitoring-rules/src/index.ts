/**
 * The rules of monitoring: the key figures (name, unit, label, definition), the conditions of an alert file, and the
 * states of an alert. The API, the alert file, Prometheus, the dashboard and the documentation use these tables. Pure:
 * reads no files and no clocks.
 */
export { severities, faultText, type AlertRule, type RuleFault, type Severity } from './conditions/alert-rule.js';
export type { Comparison, Condition, Operator } from './conditions/condition.js';
export { readDuration } from './duration.js';
export { readRules, type RulesReading } from './conditions/read-rules.js';
export { readCondition, ConditionError } from './conditions/read-condition.js';
export { evaluate, tellingFigure, type Verdict } from './conditions/evaluate.js';
export { advance, type OpenAlert, type Patience, type Step, type Transition } from './conditions/advance.js';
export { recordedShare } from './objectives/burn-rates.js';
export { objectives } from './objectives/objectives.js';
export { kpiMetric, prometheusRules } from './conditions/prometheus-rules.js';
export {
  kpis,
  kpiNames,
  isKpiName,
  type Kpi,
  type KpiGroup,
  type KpiName,
  type KpiUnit,
  type KpiValues,
} from './kpis/kpis.js';
export { processingBounds, quantile } from './kpis/histogram.js';
export { formatKpi } from './kpis/format.js';
export {
  healthConditions,
  holds,
  limitOf,
  passText,
  type Bound,
  type ConditionName,
  type ConditionOf,
  type HealthCondition,
  type Level,
} from './verdicts/health-conditions.js';
export { reachesAiService, type AiServiceReport } from './verdicts/ai-service.js';
export { judgeSystem, type Findings, type JudgedAlert, type SystemVerdict } from './verdicts/judge.js';
export { reasonText, type Reason, type ReasonLanguage, type ReasonName, type ReasonValue } from './verdicts/reason.js';
export type { Minute } from './verdicts/recent-minutes.js';
