import { isKpiName, kpiNames, kpis, type KpiName } from '../kpis/kpis.js';
import { isOperator, operators, type Comparison, type Condition, type Operator } from './condition.js';
import { nearestName } from './nearest-name.js';
import { anyOf, unitFactors } from './units.js';

/** A syntax error of a condition: the reason and the position of the character. */
export class ConditionError extends Error {
  constructor(
    readonly reason: string,
    readonly offset: number,
  ) {
    super(reason);
    this.name = 'ConditionError';
  }
}

interface Token {
  readonly text: string;
  readonly offset: number;
}

/** Names, numbers, operators and parts of units. Any other character is a token of its own. */
const tokenPattern = /[A-Za-z_]\w*|\d+(?:\.\d+)?|[<>=!]=?|\/[A-Za-z]+|\S/gu;

const numberPattern = /^\d+(\.\d+)?$/;
const unitPattern = /^(%|[A-Za-z]\w*|\/[A-Za-z]+)$/;

/** The tokens of a condition, taken from the left. */
class Words {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(private readonly text: string) {
    this.#tokens = [...text.matchAll(tokenPattern)].map((match) => ({ text: match[0], offset: match.index }));
  }

  /** The next token; an empty one at the end. */
  peek(): Token {
    return this.#tokens[this.#next] ?? { text: '', offset: this.text.trimEnd().length };
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  takeIf(word: string): boolean {
    const found = this.peek().text.toLowerCase() === word;
    if (found) this.#next += 1;
    return found;
  }
}

/**
 * Reads `<figure> <operator> <value>[unit]`, several of them joined by `and` and `or`.
 * @throws ConditionError
 */
export function readCondition(text: string): Condition {
  const words = new Words(text);
  const alternatives: Comparison[][] = [];
  do {
    const together = [readComparison(words)];
    while (words.takeIf('and')) together.push(readComparison(words));
    alternatives.push(together);
  } while (words.takeIf('or'));
  const rest = words.peek();
  if (rest.text !== '')
    throw new ConditionError(`expected \`and\`, \`or\` or the end, not \`${rest.text}\``, rest.offset);
  return alternatives;
}

function readComparison(words: Words): Comparison {
  const kpi = readKpi(words.take());
  const operator = readOperator(words.take());
  return { kpi, operator, limit: readLimit(words, kpi) };
}

function readKpi({ text, offset }: Token): KpiName {
  if (isKpiName(text)) return text;
  if (text === '') throw new ConditionError('expected the name of a figure', offset);
  const nearest = nearestName(text, kpiNames);
  const hint = nearest === null ? `the figures are ${kpiNames.join(', ')}` : `did you mean \`${nearest}\`?`;
  throw new ConditionError(`there is no figure \`${text}\`; ${hint}`, offset);
}

function readOperator({ text, offset }: Token): Operator {
  if (isOperator(text)) return text;
  const found = text === '' ? '' : `, not \`${text}\``;
  throw new ConditionError(`expected ${anyOf(Object.keys(operators))}${found}`, offset);
}

function readLimit(words: Words, kpi: KpiName): number {
  const { text, offset } = words.take();
  if (!numberPattern.test(text)) {
    throw new ConditionError(`expected a number such as 10 or 2.5${text === '' ? '' : `, not \`${text}\``}`, offset);
  }
  const { unit, at } = readUnit(words);
  if (unit === '') return Number(text);
  const factors = unitFactors[kpis[kpi].unit];
  const factor = Object.hasOwn(factors, unit) ? factors[unit] : undefined;
  if (factor === undefined) throw new ConditionError(wrongUnit(kpi, unit), at);
  return Number(text) * factor;
}

/** The unit after a number, up to `and` or `or`. `KB/s` consists of two tokens. */
function readUnit(words: Words): { unit: string; at: number } {
  const at = words.peek().offset;
  let unit = '';
  for (let next = words.peek().text; unitPattern.test(next) && !/^(and|or)$/i.test(next); next = words.peek().text) {
    unit += words.take().text;
  }
  return { unit, at };
}

function wrongUnit(kpi: KpiName, unit: string): string {
  const allowed = Object.keys(unitFactors[kpis[kpi].unit]);
  if (allowed.length === 0) return `\`${kpi}\` is a plain number, without \`${unit}\``;
  return `\`${kpi}\` is given in ${anyOf(allowed)}, not in \`${unit}\``;
}
