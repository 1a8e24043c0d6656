import { meetsTarget, ratioOf, targetInWords, type Finding } from './finding.js';
import { inDigits, medianOf, spreadOf } from './samples.js';

const titles = ['figure', 'unit', 'product', 'spread', 'baseline', 'spread', 'ratio', 'target', ''];
const alignment = ['---', '---', '---:', '---:', '---:', '---:', '---:', '---', '---'];

/** A table in Markdown with one line per figure. */
export function tableOf(findings: readonly Finding[]): string {
  return [titles, alignment, ...findings.map(cellsOf)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function cellsOf(finding: Finding): string[] {
  const { metric, name, unit, values, baseline } = finding;
  const compared = baseline.length > 0;
  const ratio = ratioOf(finding);
  const met = meetsTarget(finding);
  return [
    `${metric}: ${name}`,
    unit,
    inDigits(medianOf(values)),
    spreadOf(values),
    compared ? inDigits(medianOf(baseline)) : '',
    spreadOf(baseline),
    Number.isFinite(ratio) ? ratio.toFixed(2) : '',
    targetInWords(finding),
    met === null ? '' : met ? 'PASS' : 'MISS',
  ];
}

/** The figures that miss their target, in words; empty when none does. */
export function missedTargets(findings: readonly Finding[]): string[] {
  return findings
    .filter((finding) => meetsTarget(finding) === false)
    .map((finding) => `${finding.metric}: ${finding.name} (target ${targetInWords(finding)})`);
}
