import type { KpiName } from '../kpis/kpis.js';

/** The operators of comparisons. */
export const operators = {
  '>': (value: number, limit: number) => value > limit,
  '>=': (value: number, limit: number) => value >= limit,
  '<': (value: number, limit: number) => value < limit,
  '<=': (value: number, limit: number) => value <= limit,
  '==': (value: number, limit: number) => value === limit,
  '!=': (value: number, limit: number) => value !== limit,
} as const satisfies Record<string, (value: number, limit: number) => boolean>;

export type Operator = keyof typeof operators;

export function isOperator(text: string): text is Operator {
  return Object.hasOwn(operators, text);
}

/** The comparison of a figure with a limit, which is in the figure's unit of the catalogue. */
export interface Comparison {
  readonly kpi: KpiName;
  readonly operator: Operator;
  readonly limit: number;
}

/** A disjunction of conjunctions of comparisons. `and` binds tighter than `or`. */
export type Condition = readonly (readonly Comparison[])[];
