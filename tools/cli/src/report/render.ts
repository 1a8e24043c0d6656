import { formatKpi, kpis } from '@vocalborn/monitoring-rules';
import { escapeText, lineChart } from './chart.js';
import type { ReportContents } from './gather.js';

const title = 'VocalBorn analysis: performance report';

const period = ({ from, to }: ReportContents): string => `${from.slice(0, 16)}Z to ${to.slice(0, 16)}Z`;

function figureRows({ figures, counts }: ReportContents): [string, string][] {
  return [
    ...figures.map(({ name, value }): [string, string] => [
      kpis[name].label['en-US'],
      formatKpi(value, kpis[name].unit),
    ]),
    ...Object.entries(counts).map(([name, count]): [string, string] => [`Tasks ${name}`, String(count)]),
  ];
}

const failureHead = ['Kind', 'Reason', 'Attempts', 'Ended the task'];

const failureRows = ({ failures }: ReportContents): string[][] =>
  failures.map(({ kind, message, attempts, failures: ended }) => [kind, message, String(attempts), String(ended)]);

/** The report as one self-contained HTML page, in the reader's light or dark scheme. */
export function asHtml(report: ReportContents): string {
  const rows = (cells: readonly (readonly string[])[]): string =>
    cells.map((row) => `<tr>${row.map((cell) => `<td>${escapeText(cell)}</td>`).join('')}</tr>`).join('\n');
  const failures = failureRows(report);
  const reasons =
    failures.length === 0
      ? '<p>No attempt failed.</p>'
      : `<table><tr>${failureHead.map((head) => `<th scope="col">${head}</th>`).join('')}</tr>\n${rows(failures)}</table>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { font-family: system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; }
td, th { padding: 0.2rem 0.8rem 0.2rem 0; text-align: left; border-bottom: 1px solid #9ca3af55; }
svg { width: 100%; height: auto; margin: 0.5rem 0; }
</style>
</head>
<body>
<h1>${title}</h1>
<p>${period(report)}, in steps of ${report.stepSeconds / 60} min. docs/kpis.md defines each figure.</p>
<h2>Figures</h2>
<table>
${rows(figureRows(report))}
</table>
<h2>Series</h2>
${report.charts.map(lineChart).join('\n')}
<h2>Why attempts failed</h2>
${reasons}
</body>
</html>
`;
}

/** The report as Markdown; the charts are embedded images. */
export function asMarkdown(report: ReportContents): string {
  const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
    [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(escapeCell).join(' | ')} |`).join('\n');
  const image = (chart: ReportContents['charts'][number]): string =>
    `![${chart.title}](data:image/svg+xml;base64,${Buffer.from(lineChart(chart)).toString('base64')})`;
  const failures = failureRows(report);
  return `# ${title}

${period(report)}, in steps of ${report.stepSeconds / 60} min.

## Figures

${table(['Figure', 'Value'], figureRows(report))}

## Series

${report.charts.map(image).join('\n\n')}

## Why attempts failed

${failures.length === 0 ? 'No attempt failed.' : table(failureHead, failures)}
`;
}

const escapeCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
