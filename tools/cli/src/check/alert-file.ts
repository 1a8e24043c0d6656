import { isKpiName } from '@vocalborn/kpi-catalogue';
import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument, type Node } from 'yaml';

export interface AlertFileReview {
  readonly rules: number;
  /** Each with its line. */
  readonly faults: readonly string[];
}

/** A figure, a comparison, a number with or without its unit. */
const conditionForm = /^\s*([a-z_0-9]+)\s*(?:>=|<=|==|!=|>|<)\s*-?\d+(?:\.\d+)?\s*(?:%|s|ms|m|h|B|KB|MB|GB)?\s*$/;

/** Looks at the file as an operator's reviewer would: form, names, conditions over figures that there are. */
export function reviewAlertFile(path: string): AlertFileReview {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines });
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const broken = document.errors.map((error) => `line ${lineOf(error.pos[0])}: ${error.message.split('\n')[0] ?? ''}`);
  if (broken.length > 0) return { rules: 0, faults: broken };
  const { alerts } = (document.toJS() ?? {}) as { alerts?: unknown };
  if (!Array.isArray(alerts)) return { rules: 0, faults: ['line 1: there is no list `alerts`'] };
  const names = new Set<string>();
  const faults = alerts.flatMap((rule: unknown, index) => {
    const node = document.getIn(['alerts', index], true) as Node | undefined;
    const line = lineOf(node?.range?.[0] ?? 0);
    return faultsOf(rule, names).map((fault) => `line ${line}: ${fault}`);
  });
  return { rules: alerts.length, faults };
}

function faultsOf(rule: unknown, names: Set<string>): string[] {
  const { name, condition, severity } = (typeof rule === 'object' && rule !== null ? rule : {}) as Record<
    string,
    unknown
  >;
  const faults: string[] = [];
  if (typeof name !== 'string' || name === '') faults.push('the rule has no name');
  else if (names.has(name)) faults.push(`the name ${name} is given twice`);
  else names.add(name);
  const figure = typeof condition === 'string' ? conditionForm.exec(condition)?.[1] : undefined;
  if (figure === undefined)
    faults.push(`the condition is not of the form "figure > number": ${JSON.stringify(condition)}`);
  else if (!isKpiName(figure)) faults.push(`there is no figure ${figure} (docs/kpis.md)`);
  if (severity !== 'info' && severity !== 'warning' && severity !== 'critical')
    faults.push('severity is info, warning or critical');
  return faults;
}
