import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, element } from '../fixtures/crafted-containers.js';
import { childrenOf, readElements, readUnsigned, vintLength } from './ebml.js';

const read = (bytes: Uint8Array, from = 0, to = bytes.length) =>
  [...readElements(bytes, from, to)].map(({ id, start, end }) => [id.toString(16), start, end]);

describe('vintLength', () => {
  it.each([
    [0x80, 8, 1],
    [0xff, 8, 1],
    [0x40, 8, 2],
    [0x7f, 8, 2],
    [0x20, 8, 3],
    [0x10, 8, 4],
    [0x08, 8, 5],
    [0x01, 8, 8],
    [0x00, 8, 0],
    [0x08, 4, 0],
    [0x10, 4, 4],
  ])('of the first byte 0x%s, at most %i bytes, is %i', (first, longest, length) => {
    expect(vintLength(first, longest)).toBe(length);
  });
});

describe('readUnsigned', () => {
  it.each([
    [[], 0],
    [[0x12], 0x12],
    [[0x01, 0x00], 256],
    [[0xff, 0xff, 0xff, 0xff], 2 ** 32 - 1],
    [[0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 2 ** 48 - 1],
  ])('of %j is %d', (bytes, value) => {
    expect(readUnsigned(Uint8Array.from(bytes), 0, bytes.length)).toBe(value);
  });

  it('reads 0 beyond the end', () => {
    expect(readUnsigned(Uint8Array.from([1]), 0, 2)).toBe(256);
  });
});

describe('readElements', () => {
  it('reads elements one after another', () => {
    const bytes = bytesOf(element('ec', 'abc'), element('4286', 1), element('1654ae6b'));
    expect(read(bytes)).toEqual([
      ['ec', 2, 5],
      ['4286', 8, 9],
      ['1654ae6b', 14, 14],
    ]);
  });

  it.each([
    ['one byte', [0x83], 3],
    ['two bytes', [0x40, 0x03], 3],
    ['four bytes', [0x10, 0, 0, 3], 3],
    ['eight bytes', [0x01, 0, 0, 0, 0, 0, 0, 3], 3],
  ])('reads a size of %s', (_, size, length) => {
    const bytes = bytesOf(0xec, Uint8Array.from(size), 'abcdef');
    expect(read(bytes)[0]).toEqual(['ec', 1 + size.length, 1 + size.length + length]);
  });

  it('ends an element that claims too much with its parent', () => {
    expect(read(bytesOf(0xec, 0xfe, 'abc'))).toEqual([['ec', 2, 5]]);
    expect(read(bytesOf(element('ec', 'abc'), 'rest'), 0, 4)).toEqual([['ec', 2, 4]]);
  });

  it('enters segment and cluster, whatever size they claim', () => {
    const unknown = Uint8Array.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    const cluster = bytesOf(Buffer.from('1f43b675', 'hex'), 0x80, element('e7', 5));
    const bytes = bytesOf(Buffer.from('18538067', 'hex'), unknown, element('ec', 'a'), cluster, element('a3', 'b'));
    expect(read(bytes).map(([id]) => id)).toEqual(['ec', 'e7', 'a3']);
  });

  const damagedOf = (bytes: Uint8Array) => [...readElements(bytes, 0, bytes.length)].map(({ isDamaged }) => isDamaged);

  it.each([
    ['an id of 0', [0x00, 0x81, 0x61]],
    ['an id of five bytes', [0x08, 0, 0, 0, 0, 0x81, 0x61]],
    ['a size of 0', [0xec, 0x00, 0x61]],
    ['a header that is cut off', [0x16, 0x54]],
  ])('calls damaged what has %s, up to the end', (_, bytes) => {
    const file = bytesOf(element('ec'), Uint8Array.from(bytes));
    expect(read(file)).toEqual([
      ['ec', 2, 2],
      ['0', 2, file.length],
    ]);
    expect(damagedOf(file)).toEqual([false, true]);
  });

  it('goes on at the next Cluster behind a damaged element', () => {
    const cluster = bytesOf(Buffer.from('1f43b675', 'hex'), 0x80, element('a3', 'b'));
    expect(read(bytesOf(Buffer.from('1f43b67500', 'hex'), cluster)).map(([id]) => id)).toEqual(['0', 'a3']);
    for (const damage of [bytesOf(0, 'noise'), bytesOf(0xec, 0x10, 0xff, 0xff, 0xff, 'noise')]) {
      const file = bytesOf(element('ec', 'a'), damage, cluster);
      expect(read(file).map(([id]) => id)).toEqual(['ec', damage[0] === 0 ? '0' : 'ec', 'a3']);
      expect(damagedOf(file)).toEqual([false, true, false]);
    }
  });

  it('yields ascending elements within bounds for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        let last = 0;
        for (const { start, end } of readElements(bytes, 0, bytes.length)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(bytes.length);
          last = start;
        }
      }),
    );
  });
});

describe('childrenOf', () => {
  it('reads at most 256 children', () => {
    const bytes = bytesOf(...Array.from({ length: 300 }, () => element('ec')));
    expect(childrenOf(bytes, { start: 0, end: bytes.length })).toHaveLength(256);
    expect(childrenOf(bytes, { start: 2, end: 6 })).toHaveLength(2);
  });
});
