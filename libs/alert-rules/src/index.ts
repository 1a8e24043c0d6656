/**
 * Alert rules: what an alert file may say, whether its conditions hold, and how an alert goes from pending to firing
 * to its end. Knows neither files nor clocks.
 */
export { severities, faultText, type AlertRule, type RuleFault, type Severity } from './alert-rule.js';
export type { Comparison, Condition, Operator } from './condition.js';
export { readRules, type RulesReading } from './read-rules.js';
export { readCondition, ConditionError } from './read-condition.js';
export { evaluate, tellingFigure, type Verdict } from './evaluate.js';
export { advance, type OpenAlert, type Patience, type Step, type Transition } from './advance.js';
export { kpiMetric, prometheusRules } from './prometheus-rules.js';
