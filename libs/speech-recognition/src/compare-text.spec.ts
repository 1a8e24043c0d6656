import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareText } from './compare-text.js';

describe('how much of a sentence was said', () => {
  it.each([
    ['今天天氣很好。', '今天天氣很好', { accuracy: 100, missing: [], inserted: [] }],
    ['今天天氣很好', '今天氣很好', { accuracy: 83.3, missing: ['天'], inserted: [] }],
    ['Hello, WORLD!', 'ｈｅｌｌｏ world', { accuracy: 100, missing: [], inserted: [] }],
    ['see you tomorrow', 'see me you', { accuracy: 33.3, missing: ['tomorrow'], inserted: ['me'] }],
    ['我要 iPhone 手機', '我要iphone手機', { accuracy: 100, missing: [], inserted: [] }],
    ['你好', '', { accuracy: 0, missing: ['你', '好'], inserted: [] }],
    ['好', '不好不好不好', { accuracy: 0, missing: [], inserted: ['不', '好', '不', '不', '好'] }],
  ])('%s — %s', (expected, heard, comparison) => {
    const found = compareText(expected, heard);
    expect(found?.accuracy).toBe(comparison.accuracy);
    expect(found?.missing).toEqual(comparison.missing);
    expect(found?.inserted.toSorted()).toEqual(comparison.inserted.toSorted());
  });

  it('cannot be told of a sentence without words', () => {
    expect(compareText('。。。', '你好')).toBeNull();
  });

  it('accounts for every word', () => {
    const words = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, words, (wanted, said) => {
        const found = compareText(wanted.join(' '), said.join(' '));
        expect(wanted.length - found!.missing.length).toBe(said.length - found!.inserted.length);
      }),
    );
  });
});
