import { describe, expect, it } from 'vitest';
import { stepNames, steps } from './steps.js';

describe('the step table', () => {
  it('has a Chinese and an English text for every step', () => {
    for (const name of stepNames) {
      expect(steps[name].text['zh-TW']).toMatch(/\p{Script=Han}/u);
      expect(steps[name].text['en-US']).toMatch(/^[A-Z][A-Za-z ]+$/);
    }
  });

  it('rises from 10 through 40 and 90 to 100 along a task that succeeds', () => {
    const journey = stepNames.slice(stepNames.indexOf('initialising'), stepNames.indexOf('completed') + 1);
    const progress = journey.map((name) => steps[name].progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress).toEqual(expect.arrayContaining([10, 40, 90, 100]));
  });
});
