import type { KpiName, KpiValues } from '../kpis/kpis.js';
import { operators, type Comparison, type Condition } from './condition.js';

/** Whether a condition holds; `unknown` where a figure that it hangs on could not be measured. */
export type Verdict = 'true' | 'false' | 'unknown';

function judge({ kpi, operator, limit }: Comparison, values: KpiValues): Verdict {
  const value = values[kpi];
  if (value === null) return 'unknown';
  return operators[operator](value, limit) ? 'true' : 'false';
}

/** `decides` wins wherever it occurs; else what is not known makes the whole unknown. */
function combine(verdicts: readonly Verdict[], decides: 'true' | 'false'): Verdict {
  if (verdicts.includes(decides)) return decides;
  if (verdicts.includes('unknown')) return 'unknown';
  return decides === 'true' ? 'false' : 'true';
}

/**
 * Judges a condition by Kleene's logic: what is known decides where it suffices, so `false and unknown` is false and
 * `true or unknown` is true.
 */
export function evaluate(condition: Condition, values: KpiValues): Verdict {
  const alternatives = condition.map((together) =>
    combine(
      together.map((comparison) => judge(comparison, values)),
      'false',
    ),
  );
  return combine(alternatives, 'true');
}

/** The figure to show beside an alert: the first that makes the condition what it is, else the first of all. */
export function tellingFigure(condition: Condition, values: KpiValues): { kpi: KpiName; value: number | null } {
  const verdict = evaluate(condition, values);
  const comparisons = condition.flat();
  const telling = comparisons.find((comparison) => judge(comparison, values) === verdict) ?? comparisons[0];
  if (!telling) throw new Error('a condition has a comparison');
  return { kpi: telling.kpi, value: values[telling.kpi] };
}
