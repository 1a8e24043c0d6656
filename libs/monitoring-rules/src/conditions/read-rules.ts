import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Scalar } from 'yaml';
import { severities, type AlertRule, type RuleFault, type Severity } from './alert-rule.js';
import { ConditionError, readCondition } from './read-condition.js';
import { readDuration } from '../duration.js';
import { nearestName } from './nearest-name.js';
import { anyOf } from './units.js';

const longestFile = 65_536;
const mostRules = 100;
const longestText = 200;

/** Longest `for` and `keep`, in seconds. */
const longestSeconds = 86_400;

/** Default of `keep`: seconds without the condition before an alert resolves. */
const defaultKeepSeconds = 30;

const keys = ['name', 'condition', 'severity', 'for', 'keep'] as const;
type Key = (typeof keys)[number];

export type RulesReading =
  | { readonly rules: readonly AlertRule[] }
  /** Never empty, in the order of the file. */
  | { readonly faults: readonly RuleFault[] };

/** Reads an alert file, `alerts: [{name, condition, severity, for?, keep?}]`, and finds every fault in it. */
export function readRules(text: string): RulesReading {
  if (text.length > longestFile) {
    return { faults: [{ line: 1, column: 1, reason: `the file is longer than ${longestFile} characters` }] };
  }
  const reader = new RulesReader(text);
  const rules = reader.read();
  const faults = reader.faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return faults.length > 0 ? { faults } : { rules };
}

type Fields = Partial<Record<Key, Scalar>>;

class RulesReader {
  readonly faults: RuleFault[] = [];
  readonly #lines = new LineCounter();
  /** The line of each rule's name. */
  readonly #names = new Map<string, number>();
  readonly #document: Document;

  constructor(private readonly text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, strict: true });
  }

  read(): AlertRule[] {
    for (const error of this.#document.errors) this.fault(error.pos[0], `not YAML: ${error.message}`);
    if (this.faults.length > 0) return [];
    const entries = this.entries(this.#document.contents);
    return entries.map((entry) => this.rule(entry)).filter((rule) => rule !== null);
  }

  private fault(at: number | Node | null, reason: string): void {
    const offset = typeof at === 'number' ? at : (at?.range?.[0] ?? 0);
    const { line, col } = this.#lines.linePos(offset);
    this.faults.push({ line: Math.max(1, line), column: Math.max(1, col), reason });
  }

  private entries(root: Node | null): readonly unknown[] {
    if (!isMap(root)) {
      this.fault(root, 'expected `alerts:` with a list of rules');
      return [];
    }
    for (const { key } of root.items) {
      if (isScalar(key) && key.value !== 'alerts')
        this.fault(key, `unknown key \`${String(key.value)}\`; only \`alerts\` is known`);
    }
    const list = root.get('alerts', true) as Node | undefined;
    if (!isSeq(list)) {
      this.fault(list ?? root, '`alerts` must be a list of rules; an empty one is `[]`');
      return [];
    }
    if (list.items.length > mostRules) this.fault(list, `more than ${mostRules} rules`);
    return list.items.slice(0, mostRules);
  }

  private rule(entry: unknown): AlertRule | null {
    const fields = this.fields(entry as Node);
    if (!fields) return null;
    const name = this.name(fields.name);
    const severity = this.severity(fields.severity);
    const written = this.condition(fields.condition);
    const forSeconds = this.duration(fields, 'for', 0);
    const keepSeconds = this.duration(fields, 'keep', defaultKeepSeconds);
    if (name === null || severity === null || written === null) return null;
    return { name, severity, ...written, forSeconds, keepSeconds };
  }

  /** The values of a rule by their keys; null when the entry is no map. */
  private fields(entry: Node): Fields | null {
    if (!isMap(entry)) {
      this.fault(entry, 'a rule must have `name`, `condition` and `severity`');
      return null;
    }
    const fields: Fields = {};
    for (const { key, value } of entry.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const known = keys.find((one) => one === name);
      if (known === undefined) this.unknownKey(key as Node, name);
      else if (isScalar(value)) fields[known] = value;
      else this.fault((value ?? key) as Node, `\`${known}\` must be plain text`);
    }
    const present = new Set(entry.items.map(({ key }) => (isScalar(key) ? key.value : null)));
    const missing = keys.slice(0, 3).filter((key) => !present.has(key));
    if (missing.length > 0) this.fault(entry, `the rule has no ${missing.map((key) => `\`${key}\``).join(' and no ')}`);
    return fields;
  }

  private unknownKey(key: Node, name: string): void {
    const nearest = nearestName(name, keys);
    const hint = nearest === null ? `the keys are ${keys.join(', ')}` : `did you mean \`${nearest}\`?`;
    this.fault(key, `unknown key \`${name}\`; ${hint}`);
  }

  private name(node: Scalar | undefined): string | null {
    if (!node) return null;
    const name = node.value === null ? '' : (node.source ?? '').trim();
    if (name === '' || name.length > longestText) {
      this.fault(node, `\`name\` must have 1 to ${longestText} characters`);
      return null;
    }
    const earlier = this.#names.get(name);
    if (earlier !== undefined) this.fault(node, `the name \`${name}\` is taken by the rule of line ${earlier}`);
    else this.#names.set(name, this.#lines.linePos(node.range?.[0] ?? 0).line);
    return name;
  }

  private severity(node: Scalar | undefined): Severity | null {
    if (!node) return null;
    const severity = severities.find((known) => known === node.value);
    if (severity === undefined)
      this.fault(node, `\`severity\` must be ${anyOf(severities)}, not \`${String(node.value)}\``);
    return severity ?? null;
  }

  private condition(node: Scalar | undefined): Pick<AlertRule, 'text' | 'condition'> | null {
    if (!node) return null;
    const text = typeof node.value === 'string' ? node.value : '';
    try {
      if (text.length > longestText * 5) throw new ConditionError('the condition is too long', 0);
      return { text: text.trim(), condition: readCondition(text) };
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      this.fault(this.startOf(node, text) + error.offset, error.reason);
      return null;
    }
  }

  /** The position of a value's first character. Quoted or folded text is found only if YAML does not change it. */
  private startOf(node: Scalar, value: string): number {
    const [start, end] = node.range ?? [0, 0];
    const inside = this.text.slice(start, end).indexOf(value);
    return start + Math.max(0, inside);
  }

  private duration(fields: Fields, key: 'for' | 'keep', otherwise: number): number {
    const node = fields[key];
    if (!node) return otherwise;
    const seconds = readDuration(String(node.value));
    if (seconds !== null && seconds <= longestSeconds) return seconds;
    this.fault(node, `\`${key}\` must be a time of at most a day, such as 30s, 5m or 1h`);
    return otherwise;
  }
}
