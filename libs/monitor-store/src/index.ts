/**
 * The tables of the monitor in Postgres: figures per minute, actions of operators, alerts. Figures are computed from the
 * events of tasks, so they do not depend on the number of monitors or on when a monitor ran.
 */
export { rollUpTaskMinutes } from './roll-up.js';
export {
  figuresSince,
  figuresInSteps,
  type TaskFigures,
  type FiguresOfWindow,
  type FiguresOfStep,
} from './task-figures.js';
export { taskValues } from './task-values.js';
export { longestPresentWait } from './present-wait.js';
export { longestProgressLag } from './progress-lag.js';
export { sampleGauges, gaugesInSteps, gaugeNames, type GaugeName, type Gauges } from './gauge-minutes.js';
export { lookupsSince, lookupsInSteps, type LookupCounts, type RedisLookups } from './redis-lookups.js';
export { noteAction, noteOutcome, listActions, type OperatorAction, type NotedAction } from './operator-actions.js';
export {
  openAlerts,
  recentAlerts,
  raiseAlert,
  changeAlert,
  purgeAlerts,
  type StoredAlert,
  type NewAlert,
  type AlertChange,
} from './alerts.js';
export { addSilence, endSilence, presentSilences, type Silence } from './alert-silences.js';
export {
  writeDeliveries,
  writeOwedDeliveries,
  claimDeliveries,
  claimRepeats,
  noteDelivered,
  noteNotDelivered,
  type AlertNews,
  type ClaimedDelivery,
} from './alert-deliveries.js';
