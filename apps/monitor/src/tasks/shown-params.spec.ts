import { expect, it } from 'vitest';
import { shownParams } from './shown-params.js';

it('numbers names that a person may have written', () => {
  const names = { 'Wang Xiaoming': 1, 王小明: 2, ['x'.repeat(33)]: 3, pass_score: 4, 'max-pauses': 5 };
  expect(shownParams(names)).toEqual({
    ...{ '(name 1 of 13 characters)': 1, '(name 2 of 3 characters)': 2, '(name 3 of 33 characters)': 3 },
    ...{ pass_score: 4, 'max-pauses': 5 },
  });
});

it('shows numbers and switches, and of all else only how much there is', () => {
  const params = { speed: 1.5, strict: true, none: null, note: '王小明', words: ['a', 'b'], client: { name: 'x' } };
  expect(shownParams(params)).toEqual({
    ...{ speed: 1.5, strict: true, none: null },
    ...{ note: '(text of 3 characters)', words: '(list of 2)', client: '(12 characters of JSON)' },
  });
});
