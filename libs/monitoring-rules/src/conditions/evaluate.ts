import type { KpiName, KpiValues } from '../kpis/kpis.js';
import { operators, type Comparison, type Condition } from './condition.js';

/** Whether a condition holds; `unknown` if a figure that decides it could not be measured. */
export type Verdict = 'true' | 'false' | 'unknown';

function compare({ kpi, operator, limit }: Comparison, values: KpiValues): Verdict {
  const value = values[kpi];
  if (value === null) return 'unknown';
  return operators[operator](value, limit) ? 'true' : 'false';
}

/** `decides` determines the result if it occurs; otherwise an `unknown` makes the result unknown. */
function combine(verdicts: readonly Verdict[], decides: 'true' | 'false'): Verdict {
  if (verdicts.includes(decides)) return decides;
  if (verdicts.includes('unknown')) return 'unknown';
  return decides === 'true' ? 'false' : 'true';
}

/**
 * Evaluates a condition in Kleene's three-valued logic: `false and unknown` is false, `true or unknown` is true.
 */
export function evaluate(condition: Condition, values: KpiValues): Verdict {
  const alternatives = condition.map((together) =>
    combine(
      together.map((comparison) => compare(comparison, values)),
      'false',
    ),
  );
  return combine(alternatives, 'true');
}

/** The figure to show beside an alert: the first whose comparison has the value of the condition, else the first. */
export function tellingFigure(condition: Condition, values: KpiValues): { kpi: KpiName; value: number | null } {
  const verdict = evaluate(condition, values);
  const comparisons = condition.flat();
  const telling = comparisons.find((comparison) => compare(comparison, values) === verdict) ?? comparisons[0];
  if (!telling) throw new Error('a condition has a comparison');
  return { kpi: telling.kpi, value: values[telling.kpi] };
}
