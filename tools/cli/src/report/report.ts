import { Option, type Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { answering, type Answer, type Input } from '../answer.js';
import { reasonOf, withDatabase } from '../connections.js';
import { failed, wrongUse } from '../failures.js';
import { gather } from './gather.js';
import { asHtml, asMarkdown } from './render.js';

interface ReportOptions {
  readonly window: string;
  readonly format: 'html' | 'md';
  readonly output?: string;
}

const unitSeconds: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };
const longestSeconds = 366 * 86_400;

export function addReport(program: Command): void {
  program
    .command('report')
    .description('write a performance report with charts')
    .option('--window <time>', 'period up to now: 90m, 24h, 7d, 30d', '7d')
    .addOption(new Option('--format <format>', 'html or md').choices(['html', 'md']).default('html'))
    .option('--output <file>', 'write to this file instead of standard output')
    .action(answering(report));
}

async function report({ target, options }: Input<ReportOptions>): Promise<Answer> {
  const seconds = readWindow(options.window);
  const contents = await withDatabase(target, (database) => gather(database, seconds));
  const page = options.format === 'md' ? asMarkdown(contents) : asHtml(contents);
  if (options.output === undefined) return { json: contents, text: page.trimEnd() };
  try {
    writeFileSync(options.output, page);
  } catch (error) {
    throw failed(`the report cannot be written: ${reasonOf(error)}`, 'choose a writable folder for --output');
  }
  return { json: { file: options.output, ...contents }, text: `Written to ${options.output}.` };
}

/** @returns seconds @throws CommandError unless the text is a duration from 1h to 366d */
export function readWindow(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const seconds = Number(count) * (unitSeconds[unit] ?? 0);
  if (!(seconds >= 3_600 && seconds <= longestSeconds)) {
    throw wrongUse(`${text} is no time from 1h to 366d`, 'write 24h, 7d or 30d');
  }
  return seconds;
}
