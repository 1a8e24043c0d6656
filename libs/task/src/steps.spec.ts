import { describe, expect, it } from 'vitest';
import { stepNames, steps, stepText } from './steps.js';

const journey = stepNames.slice(stepNames.indexOf('initialising'), stepNames.indexOf('completed') + 1);

describe.each(stepNames)('the step %s', (name) => {
  it('has a Chinese and an English text', () => {
    expect(stepText(name, 'zh-TW')).toMatch(/\p{Script=Han}/u);
    expect(stepText(name, 'en-US')).toMatch(/^[A-Z][A-Za-z ]+$/);
  });

  it('has a whole progress from 0 to 100', () => {
    expect(steps[name].progress).toBeOneOf(Array.from({ length: 101 }, (_, progress) => progress));
  });
});

describe('the step table', () => {
  it('rises from 10 through 40 and 90 to 100 along a task that succeeds', () => {
    const progress = journey.map((name) => steps[name].progress);
    expect(progress).toEqual([...new Set(progress)].toSorted((a, b) => a - b));
    expect(progress).toEqual(expect.arrayContaining([10, 40, 90, 100]));
  });

  it('reports no progress for a step outside an attempt', () => {
    const others = stepNames.filter((name) => !journey.includes(name));
    expect(others.map((name) => steps[name].progress)).toEqual(others.map(() => 0));
  });

  it.each(['zh-TW', 'en-US'] as const)('has no text twice in %s', (language) => {
    const texts = stepNames.map((name) => stepText(name, language));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('begins with 初始化 at 10 %, as clients expect', () => {
    expect(steps.initialising).toMatchObject({ text: { 'zh-TW': '初始化' }, progress: 10 });
  });
});
