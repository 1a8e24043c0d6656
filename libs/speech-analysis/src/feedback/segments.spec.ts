import { describe, expect, it } from 'vitest';
import { isOff } from './segments.js';

describe('the segments that are marked', () => {
  it.each([
    ['a poor one', 40, [40, 50, 45], true],
    ['one that falls behind the rest of its sentence', 62, [93, 96, 62, 90], true],
    ['none of a reading that is fair throughout', 62, [61, 62, 70, 66], false],
    ['none of a good reading', 84, [97, 93, 95, 84, 99], false],
  ])('%s', (_, similarity, all, off) => {
    expect(isOff(similarity, all)).toBe(off);
  });
});
