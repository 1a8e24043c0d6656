import { describe, expect, it } from 'vitest';
import { reason, reasonNames, reasonText, sentenceOf } from './reason.js';

const lengthOf = (seconds: number): string => `${seconds} s`;

describe('a sentence', () => {
  it.each([
    ['en-US', '2 of 5 workers cannot reach the ai-service: their analyses wait.'],
    ['zh-TW', '5 個 Worker 中有 2 個無法連上 AI 服務，其分析正在等待。'],
  ] as const)('has the values of the reason in %s', (language, text) => {
    expect(reasonText(reason('aiServicePartlyUnreachable', { broken: 2, online: 5 }), language, lengthOf)).toBe(text);
  });

  it('leaves the format of a length of time to whoever shows it', () => {
    const waited = reason('waitLong', { time: { seconds: 301 } });
    expect(reasonText(waited, 'en-US', lengthOf)).toBe('A task waited for 301 s before it was started.');
  });

  it('does not read braces in a value', () => {
    const alert = { level: 'warning', name: 'alertPending', values: { name: '{value} {name}' } } as const;
    expect(reasonText(alert, 'en-US', lengthOf)).toBe('Alert is about to fire: {value} {name}');
  });

  it('without one of its values is an error', () => {
    expect(() => reasonText(reason('nothingStarts'), 'en-US', lengthOf)).toThrow(
      'nothingStarts lacks the value minutes',
    );
  });

  it.each(reasonNames)('takes the same values in both languages: %s', (name) => {
    const valuesOf = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted();
    const { 'zh-TW': chinese, 'en-US': english } = sentenceOf(name);
    expect(valuesOf(chinese)).toEqual(valuesOf(english));
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(english).not.toMatch(/\p{Script=Han}/u);
  });
});

it.each([
  ['noWorker', 'critical'],
  ['aiServicePartlyUnreachable', 'warning'],
  ['recordingsFail', 'warning'],
] as const)('the reason %s is %s', (name, level) => {
  expect(reason(name)).toEqual({ level, name, values: {} });
});
