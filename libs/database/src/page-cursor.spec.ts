import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pageCursor, readPageCursor, WrongCursorError } from './page-cursor.js';

const position = { key: '1764000000123456', id: randomUUID() };
const raw = (text: string): string => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  it('gives its position back in its own order', () => {
    expect(readPageCursor(pageCursor('newest', position), 'newest')).toEqual(position);
  });

  it.each([
    ['of another order', pageCursor('oldest', position)],
    ['that is empty', ''],
    ['without an id', raw('newest|1')],
    ['whose key is no number', raw(`newest|1 or true|${position.id}`)],
    ['whose key is too large', raw(`newest|${'9'.repeat(17)}|${position.id}`)],
    ['whose id is none', raw('newest|1|x')],
    ['that is no base64', '%%%'],
  ])('%s is refused', (_, cursor) => {
    expect(() => readPageCursor(cursor, 'newest')).toThrow(WrongCursorError);
  });
});
