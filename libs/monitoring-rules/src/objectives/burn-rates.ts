import { objectives, type Objective } from './objectives.js';

/**
 * Rates at which the error budget of 30 days is used up, each over two windows: the long one shows that it matters, the
 * short one that it still goes on. 14.4 uses 2 % within an hour, 6 uses 5 % within six hours, 1 uses 10 % within three days.
 * Source: The Site Reliability Workbook, chapter 5, table 5-8.
 */
const burnRates = [
  { rate: 14.4, long: '1h', short: '5m', severity: 'critical' },
  { rate: 6, long: '6h', short: '30m', severity: 'critical' },
  { rate: 1, long: '3d', short: '6h', severity: 'warning' },
] as const;

const names = { critical: '服務目標快速偏離告警', warning: '服務目標持續偏離告警' } as const;

/** The name of the recorded share of bad events. */
export const recordedShare = (window: string): string => `vocalborn:bad_events:share_${window}`;

function shareOf({ name, bad, all }: Objective, window: string): Record<string, unknown> {
  const expr = `(${bad(window)} or ${all(window)} * 0) / ${all(window)}`;
  return { record: recordedShare(window), expr, labels: { objective: name } };
}

function burnAlert({ name, text, target }: Objective, severity: keyof typeof names): Record<string, unknown> {
  const burning = burnRates
    .filter((burn) => burn.severity === severity)
    .map(({ rate, long, short }) => {
      const tooHigh = (window: string): string =>
        `${recordedShare(window)}{objective="${name}"} > ${Number((rate * (1 - target)).toFixed(6))}`;
      return `(${tooHigh(long)} and ${tooHigh(short)})`;
    });
  return {
    alert: names[severity],
    expr: burning.join(' or '),
    labels: { severity, objective: name },
    annotations: {
      summary: `${names[severity]}: ${text['en-US']}, target ${target * 100} %`,
      description: `${text['zh-TW']}：目標 ${target * 100} %，目前不符比率 {{ $value | humanizePercentage }}`,
      runbook_url: 'docs/operations.md#objectives',
    },
  };
}

/** Rules for Prometheus that record the share of bad events of every objective, and alerts on the rate at which budgets burn. */
export function objectiveRules(): Record<string, unknown>[] {
  const windows = [...new Set(burnRates.flatMap(({ long, short }) => [short, long]))];
  return objectives.flatMap((objective) => [
    ...windows.map((window) => shareOf(objective, window)),
    burnAlert(objective, 'critical'),
    burnAlert(objective, 'warning'),
  ]);
}
