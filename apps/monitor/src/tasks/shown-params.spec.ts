import { expect, it } from 'vitest';
import { shownParams } from './shown-params.js';

it('shows numbers and switches, and of all else only how much there is', () => {
  const params = { speed: 1.5, strict: true, none: null, note: '王小明', words: ['a', 'b'], client: { name: 'x' } };
  expect(shownParams(params)).toEqual({
    ...{ speed: 1.5, strict: true, none: null },
    ...{ note: '(text of 3 characters)', words: '(list of 2)', client: '(12 characters of JSON)' },
  });
});
