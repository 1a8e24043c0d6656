import type { Condition } from './condition.js';

/** The severities of alerts, in ascending order. */
export const severities = ['info', 'warning', 'critical'] as const;

export type Severity = (typeof severities)[number];

/** One entry of the alert file. */
export interface AlertRule {
  readonly name: string;
  /** The condition as it is written in the file. */
  readonly text: string;
  readonly condition: Condition;
  readonly severity: Severity;
  /** Seconds that the condition must hold before the alert fires. */
  readonly forSeconds: number;
  /** Seconds that the condition must be false before a firing alert resolves. */
  readonly keepSeconds: number;
}

/** A fault of an alert file. Lines and columns count from 1. */
export interface RuleFault {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** A fault as one line of text. */
export function faultText({ line, column, reason }: RuleFault): string {
  return `line ${line}, column ${column}: ${reason}`;
}
