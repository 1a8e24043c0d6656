import { describe, expect, it } from 'vitest';
import { preferredLanguage } from './language.js';

describe('the preferred language', () => {
  it.each([
    [undefined, 'zh-TW'],
    ['', 'zh-TW'],
    ['*', 'zh-TW'],
    ['en', 'en-US'],
    ['EN-us', 'en-US'],
    ['en-GB,en;q=0.9', 'en-US'],
    ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-TW'],
    ['zh-Hans', 'zh-TW'],
    ['en;q=0.9, zh', 'en-US'],
    ['  en ', 'en-US'],
    ['fr, en;q=0.5', 'en-US'],
    ['fr, de', 'zh-TW'],
    [',,;', 'zh-TW'],
    ['x'.repeat(10_000), 'zh-TW'],
  ])('for "%s" is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
