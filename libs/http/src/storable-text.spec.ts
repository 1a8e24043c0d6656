import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storageFault } from './storable-text.js';

const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);

describe('what Postgres cannot store', () => {
  it.each([
    ['NUL in a text', { a: 'before\0after' }, 'a'],
    ['the first half of a surrogate pair', { a: 'x\ud800' }, 'a'],
    ['the second half of a surrogate pair', { a: '\udc00x' }, 'a'],
    ['the halves in the wrong order', { a: '\udc00\ud800' }, 'a'],
    ['NUL in a list', { a: ['x', { b: '\0' }] }, 'a.1.b'],
    ['NUL in a name', { a: { 'b\0': 1 } }, 'a'],
    ['a name of half a surrogate pair', { a: { '\ud800': 1 } }, 'a'],
    ['NUL in the value itself', '\0', ''],
  ])('is %s', (_, value, field) => {
    expect(storageFault(value, 8)).toMatchObject({ field });
  });

  it('is nesting beyond the limit', () => {
    expect(storageFault(nested(3), 3)).toBeNull();
    expect(storageFault(nested(4), 3)).toEqual({ field: '0.0.0', message: 'is nested too deeply' });
  });

  it('is found without following an endless nesting', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    expect(storageFault(loop, 16)?.message).toBe('is nested too deeply');
  });

  it('is named under the field that the caller gives', () => {
    expect(storageFault({ b: '\0' }, 2, 'a')?.field).toBe('a.b');
  });
});

describe('what Postgres can store', () => {
  it.each([['🎉 維護'], [3], [true], [null], [undefined], [{}], [[]], [{ a: { b: ['', 0, null] } }]])(
    'is %j',
    (value) => {
      expect(storageFault(value, 8)).toBeNull();
    },
  );

  it('is every JSON value of whole characters other than NUL', () => {
    const character = fc.string({ unit: 'grapheme', maxLength: 5 }).filter((text) => !text.includes('\0'));
    const value = fc.dictionary(character, fc.oneof(character, fc.integer(), fc.array(character)));
    fc.assert(fc.property(value, (given) => storageFault(given, 4) === null));
  });
});
