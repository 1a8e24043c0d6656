import type { KpiName } from '../kpis/kpis.js';

/** How a figure may be compared, each with what it says of two numbers. */
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

/** One figure against one limit; the limit is in the unit of the figure in the catalogue. */
export interface Comparison {
  readonly kpi: KpiName;
  readonly operator: Operator;
  readonly limit: number;
}

/** Alternatives, of which one must hold; each is some comparisons that must all hold. `and` binds tighter than `or`. */
export type Condition = readonly (readonly Comparison[])[];
