import { describe, expect, it } from 'vitest';
import { dictionaries } from './dictionaries.js';
import { firstLanguage } from './language.js';

/** Every text by its path; what takes arguments is called with some. */
function textsOf(words: object, path = ''): Map<string, string> {
  const texts = Object.entries(words).flatMap(([name, value]): [string, string][] => {
    const here = `${path}.${name}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') return [[here, (value as (...parts: string[]) => string)('@1', '@2')]];
    return [...textsOf(value as object, here)];
  });
  return new Map(texts);
}

describe('the dictionaries', () => {
  const chinese = textsOf(dictionaries['zh-TW']);
  const english = textsOf(dictionaries['en-US']);

  it('say the same things, none of them with nothing', () => {
    expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('put in what they are given', () => {
    const parts = (text: string): string[] => (text.match(/@\d/g) ?? []).toSorted();
    for (const [path, text] of english) expect([path, parts(chinese.get(path) ?? '')]).toEqual([path, parts(text)]);
  });

  it('are Chinese where English is not a name', () => {
    const names = /^(Worker|CPU|Redis|–|[\w@ ]+)$/;
    const same = [...english].filter(([path, text]) => chinese.get(path) === text && !names.test(text));
    expect(same).toEqual([]);
  });
});

describe('the first language', () => {
  it.each([
    ['en-US', ['zh-TW'], 'en-US'],
    [null, ['zh-Hant-HK', 'en'], 'zh-TW'],
    [null, ['de-DE', 'en-GB'], 'en-US'],
    [null, ['de-DE'], 'zh-TW'],
    ['nonsense', ['en'], 'en-US'],
  ])('of one who chose %s and whose browser prefers %j is %s', (kept, preferred, language) => {
    expect(firstLanguage(kept, preferred)).toBe(language);
  });
});
