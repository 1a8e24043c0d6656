import { describe, expect, it } from 'vitest';
import { preferredLanguage } from './language.js';

describe('the preferred language', () => {
  it.each([
    [undefined, 'zh-TW'],
    ['en-GB,en;q=0.9', 'en-US'],
    ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-TW'],
    ['fr, en;q=0.5', 'en-US'],
    ['fr', 'zh-TW'],
  ])('for "%s" is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
