import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { faultText, readRules } from '../index.js';

const faultsOf = (text: string): string[] => {
  const reading = readRules(text);
  return 'faults' in reading ? reading.faults.map(faultText) : [];
};

const rule = (rest: string): string =>
  `alerts:\n  - name: a\n    condition: queue_length > 5\n    severity: info\n${rest}`;

describe('an alert file', () => {
  it('is read with every rule as written', () => {
    const text = rule(
      '    for: 5m\n    keep: 1m\n  - {name: "佇列", condition: "failure_rate > 10%", severity: critical}\n',
    );
    expect(readRules(text)).toMatchObject({
      rules: [
        { name: 'a', text: 'queue_length > 5', severity: 'info', forSeconds: 300, keepSeconds: 60 },
        { name: '佇列', text: 'failure_rate > 10%', severity: 'critical', forSeconds: 0, keepSeconds: 30 },
      ],
    });
  });

  it('ships with the rules that operators know', () => {
    const shipped = readFileSync(new URL('../../../../apps/monitor/alerts.yaml', import.meta.url), 'utf8');
    const reading = readRules(shipped);
    if ('faults' in reading) throw new Error(reading.faults.map(faultText).join('\n'));
    expect(reading.rules.map(({ name, text, severity }) => [name, text, severity])).toEqual([
      ['佇列積壓告警', 'queue_length > 50', 'warning'],
      ['任務失敗率告警', 'failure_rate > 10%', 'critical'],
      ['無法使用的錄音告警', 'unusable_recording_rate > 30%', 'warning'],
      ['Worker 離線告警', 'active_workers == 0', 'critical'],
      ['處理時間異常告警', 'avg_processing_time > 60s', 'warning'],
      ['Redis 記憶體使用告警', 'redis_memory_usage > 80%', 'warning'],
    ]);
  });

  it('may hold no rules', () => {
    expect(readRules('alerts: []')).toEqual({ rules: [] });
  });

  it.each([
    ['nothing', '', 'line 1, column 1: expected `alerts:` with a list of rules'],
    ['a list', '- a\n', 'line 1, column 1: expected `alerts:`'],
    ['another top key', 'alerts: []\nrules: []\n', 'line 2, column 1: unknown key `rules`'],
    ['no list', 'alerts: none\n', 'line 1, column 9: `alerts` must be a list'],
    ['no value', 'alerts:\n', '`alerts` must be a list'],
    ['what is not YAML', 'alerts:\n  - name: "a\n', 'not YAML: '],
    ['a key twice', rule('    severity: info\n'), 'line 5, column 5: not YAML: Map keys must be unique'],
    ['a rule that is text', 'alerts:\n  - a\n', 'line 2, column 5: a rule must have'],
    [
      'a rule without a condition',
      'alerts:\n  - {name: a, severity: info}\n',
      'line 2, column 5: the rule has no `condition`',
    ],
    [
      'an unknown key',
      rule('    severty: info\n'),
      'line 5, column 5: unknown key `severty`; did you mean `severity`?',
    ],
    [
      'a name twice',
      rule('  - {name: a, condition: queue_length > 1, severity: info}\n'),
      'line 5, column 12: the name `a` is taken by the rule of line 2',
    ],
    ['a bad time', rule('    for: soon\n'), 'line 5, column 10: `for` must be a time'],
    ['too long a time', rule('    keep: 25h\n'), 'line 5, column 11: `keep` must be a time'],
    ['nested values', rule('    for: [1, 2]\n'), 'line 5, column 10: `for` must be plain text'],
    [
      'an alias',
      'alerts:\n  - &a {name: a, condition: queue_length > 1, severity: info}\n  - *a\n',
      'line 3, column 5: a rule must have',
    ],
    [
      'no name',
      'alerts:\n  - {name: "", condition: queue_length > 1, severity: info}\n',
      'line 2, column 12: `name` must have',
    ],
    [
      'a bad severity',
      'alerts:\n  - {name: a, condition: queue_length > 1, severity: fatal}\n',
      'line 2, column 54: `severity` must be info, warning or critical, not `fatal`',
    ],
    [
      'a condition that is no text',
      'alerts:\n  - {name: a, condition: 5, severity: info}\n',
      'line 2, column 26: expected the name of a figure',
    ],
    [
      'a plain condition',
      'alerts:\n  - name: a\n    condition: queue_length > 5s\n    severity: info\n',
      'line 3, column 32: `queue_length` is a plain number',
    ],
    [
      'a quoted condition',
      "alerts:\n  - name: a\n    condition: 'queue_lenght > 5'\n    severity: info\n",
      'line 3, column 17: there is no figure `queue_lenght`; did you mean `queue_length`?',
    ],
  ])('with %s is refused at its place', (_, text, fault) => {
    expect(faultsOf(text).join('\n')).toContain(fault);
  });

  it('is told of all its faults at once, in their order', () => {
    const text =
      'alerts:\n  - {name: a, condition: x > 1, severity: bad}\n  - {nam: b, condition: queue_length > 1, severity: info}\n';
    expect(faultsOf(text).map((fault) => /line \d+/.exec(fault)?.[0])).toEqual([
      'line 2',
      'line 2',
      'line 3',
      'line 3',
    ]);
  });

  it('is refused when it is too long or has too many rules', () => {
    expect(faultsOf(`alerts: []\n#${'x'.repeat(70_000)}`)).toEqual([
      'line 1, column 1: the file is longer than 65536 characters',
    ]);
    const many = Array.from(
      { length: 101 },
      (_, n) => `  - {name: n${n}, condition: queue_length > 1, severity: info}\n`,
    );
    expect(faultsOf(`alerts:\n${many.join('')}`)).toEqual(['line 2, column 3: more than 100 rules']);
  });

  it('is read or refused, whatever it holds', () => {
    const pieces = fc.constantFrom(
      'alerts:',
      '\n',
      '  - ',
      'name: a',
      'condition: ',
      'queue_length > 5',
      '{',
      '}',
      '[',
      ': ',
      '"',
      '&a ',
      '*a',
      '!!map ',
      '? ',
      '\t',
      '|',
      '- ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((all) => all.join('')),
        ),
        (text) => {
          const reading = readRules(text);
          if (!('faults' in reading)) return;
          expect(reading.faults.length).toBeGreaterThan(0);
          for (const { line, column } of reading.faults) {
            expect(line).toBeGreaterThan(0);
            expect(line).toBeLessThanOrEqual(text.split('\n').length);
            expect(column).toBeGreaterThan(0);
          }
        },
      ),
    );
  });
});
