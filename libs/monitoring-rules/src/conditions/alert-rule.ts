import type { Condition } from './condition.js';

/** How bad it is when an alert fires. */
export const severities = ['info', 'warning', 'critical'] as const;

export type Severity = (typeof severities)[number];

/** One entry of the alert file. */
export interface AlertRule {
  readonly name: string;
  /** As it was written. */
  readonly text: string;
  readonly condition: Condition;
  readonly severity: Severity;
  /** Seconds that the condition must hold before the alert fires. */
  readonly forSeconds: number;
  /** Seconds that the condition must be false before a firing alert resolves. */
  readonly keepSeconds: number;
}

/** What is wrong with an alert file, and where; lines and columns count from 1. */
export interface RuleFault {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

/** A fault as a log line or a page shows it. */
export function faultText({ line, column, reason }: RuleFault): string {
  return `line ${line}, column ${column}: ${reason}`;
}
