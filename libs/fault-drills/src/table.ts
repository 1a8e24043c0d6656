import type { Outcome } from './outcome.js';

type Column = readonly [title: string, cell: (outcome: Outcome) => string];

const count = (of: (verdict: NonNullable<Outcome['verdict']>) => number): Column[1] => {
  return ({ verdict }) => (verdict === null ? '-' : String(of(verdict)));
};

const columns: readonly Column[] = [
  ['fault', ({ fault }) => fault],
  ['accepted', count((verdict) => verdict.accepted)],
  ['success', count((verdict) => verdict.success)],
  ['failure (expected kind)', failures],
  ['unexpected', count((verdict) => verdict.unexpected.length)],
  ['lost', count((verdict) => verdict.lost.length)],
  ['duplicated', count((verdict) => verdict.duplicated.length)],
  ['stuck', count((verdict) => verdict.stuck.length)],
  ['disagreeing', count((verdict) => verdict.disagreeing.length)],
  ['retried', count((verdict) => verdict.retried)],
  ['longest gap ms', count((verdict) => verdict.longestGapMs)],
  ['slowest next attempt ms', slowestNextAttempt],
  ['seconds', ({ seconds }) => seconds.toFixed(0)],
];

/** The outcomes as a Markdown table with aligned columns. */
export function renderTable(outcomes: readonly Outcome[]): string {
  const rows = [
    columns.map(([title]) => title),
    ...outcomes.map((outcome) => columns.map(([, cell]) => cell(outcome))),
  ];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, index) => (index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)].join('\n');
}

/** With its limit, and an exclamation mark where it is missed. */
function slowestNextAttempt({ verdict, recovers: { from, ms } }: Outcome): string {
  if (verdict === null || verdict.slowestNextAttemptMs === null) return '-';
  const mark = verdict.slowestNextAttemptMs > ms ? '!' : '';
  return `${verdict.slowestNextAttemptMs}${mark} (≤ ${ms} from the ${from})`;
}

function failures({ verdict }: Outcome): string {
  if (verdict === null) return '-';
  if (verdict.failure === 0) return '0';
  return `${verdict.failure} (${Object.keys(verdict.failuresByKind).join(', ')})`;
}
