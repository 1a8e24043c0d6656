import { describe, expect, it } from 'vitest';
import { pairs, table } from './table.js';

describe('tables', () => {
  it('align text to the left and numbers to the right, also beside Chinese', () => {
    expect(
      table(
        ['NAME', 'N'],
        [
          ['佇列', 5],
          ['abc', 12],
        ],
      ),
    ).toBe('NAME   N\n佇列   5\nabc   12');
  });

  it('show a dash for what is not known, and say when there is nothing', () => {
    expect(table(['A', 'B'], [[null, 'x']])).toBe('A  B\n-  x');
    expect(table(['A'], [])).toBe('(none)');
    expect(
      pairs([
        ['a', null],
        ['bcd', 1],
      ]),
    ).toBe('a    -\nbcd  1');
  });
});
