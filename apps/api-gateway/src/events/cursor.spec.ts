import { describe, expect, it } from 'vitest';
import { cursorOf, positionOf } from './cursor.js';

describe('a cursor', () => {
  it.each([
    [{ last: 4711, missing: [] }, '4711'],
    [{ last: 4711, missing: [4705, 4709] }, '4711-4705.4709'],
  ])('of %j is %s, and back', (position, cursor) => {
    expect(cursorOf(position)).toBe(cursor);
    expect(positionOf(cursor)).toEqual(position);
  });

  it('names the 50 latest missing events only, so that it fits into a header', () => {
    const missing = Array.from({ length: 60 }, (_, index) => index + 1);
    expect(positionOf(cursorOf({ last: 100, missing }))?.missing).toEqual(missing.slice(10));
  });

  it.each(['', 'x', '-1', '1-', '1-2.', '1 2', '1'.repeat(16), `1-${'2.'.repeat(60)}2`, undefined])(
    'is none: %j',
    (text) => {
      expect(positionOf(text)).toBeNull();
    },
  );
});
