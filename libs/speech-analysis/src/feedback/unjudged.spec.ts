import { describe, expect, it } from 'vitest';
import { unjudgedSuggestions } from './unjudged.js';

describe('unjudgedSuggestions', () => {
  it.each([
    ['noise', /background/, /背景/],
    ['no-voice', /voice/, /聲帶/],
    ['too-little-speech', /Too little/, /太短/],
  ] as const)('tell of %s in both languages', (reason, english, chinese) => {
    expect(unjudgedSuggestions(reason, 'en-US')).toMatch(english);
    expect(unjudgedSuggestions(reason, 'zh-TW')).toMatch(chinese);
  });
});
