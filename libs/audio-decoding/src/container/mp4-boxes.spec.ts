import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../fixtures/crafted-containers.js';
import { box, number } from '../fixtures/crafted-files.js';
import { BoxReader, findBox, readBoxes, textAt, type Box } from './mp4-boxes.js';

const read = (bytes: Uint8Array) =>
  [...readBoxes(bytes, 0, bytes.length)].map(({ type, at, start, end }) => [type, at, start, end]);
const whole = (bytes: Uint8Array): Box => ({ type: '', at: 0, start: 0, end: bytes.length });

describe('readBoxes', () => {
  it('reads boxes one after another', () => {
    expect(read(bytesOf(box('ftyp', bytesOf('abcd')), box('free'), box('moov', bytesOf('x'))))).toEqual([
      ['ftyp', 0, 8, 12],
      ['free', 12, 20, 20],
      ['moov', 20, 28, 29],
    ]);
  });

  it('reads a size of 64 bits', () => {
    const large = bytesOf(number(1), 'mdat', number(18, 8), 'ab');
    expect(read(bytesOf(large, box('free')))).toEqual([
      ['mdat', 0, 16, 18],
      ['free', 18, 26, 26],
    ]);
  });

  it('takes a size of 0 as up to the end', () => {
    expect(read(bytesOf(number(0), 'mdat', 'abcdef'))).toEqual([['mdat', 0, 8, 14]]);
  });

  it.each([
    ['a box that claims too much', bytesOf(number(1_000), 'mdat', 'ab'), [['mdat', 0, 8, 10]]],
    ['a box that is smaller than its header', bytesOf(number(7), 'mdat', 'ab'), []],
    ['a 64-bit size that is smaller than its header', bytesOf(number(1), 'mdat', number(15, 8)), []],
    ['a header that is cut off', bytesOf(number(8), 'mda'), []],
    ['nothing', new Uint8Array(0), []],
  ])('handles %s', (_, bytes, expected) => {
    expect(read(bytes)).toEqual(expected);
  });

  it('yields boxes within bounds for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        let last = -1;
        for (const { at, start, end } of readBoxes(bytes, 0, bytes.length)) {
          expect(at).toBeGreaterThan(last);
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(bytes.length);
          last = at;
        }
      }),
    );
  });
});

describe('findBox', () => {
  const bytes = bytesOf(box('moov', box('trak', bytesOf('')), box('trak', box('mdia', box('hdlr', bytesOf('x'))))));

  it('follows the first box of each type', () => {
    expect(findBox(bytes, whole(bytes), 'moov', 'trak')?.at).toBe(8);
    expect(findBox(bytes, whole(bytes), 'moov', 'trak', 'mdia')).toBeUndefined();
    expect(findBox(bytes, whole(bytes))).toEqual(whole(bytes));
    expect(findBox(bytes, whole(bytes), 'mdat', 'moov')).toBeUndefined();
  });
});

describe('textAt', () => {
  it('reads bytes as characters', () => {
    expect(textAt(bytesOf('xftypx'), 1, 4)).toBe('ftyp');
    expect(textAt(bytesOf('ab'), 1, 4)).toBe('b');
  });
});

describe('BoxReader', () => {
  const bytes = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  const content = { type: 'test', at: 0, start: 1, end: 9 };

  it('reads numbers of every size in order', () => {
    const reader = new BoxReader(bytes, content);
    expect([reader.next(1), reader.next(2), reader.next(4), reader.left]).toEqual([2, 0x0304, 0x05060708, 1]);
  });

  it('skips bytes at the front', () => {
    expect(new BoxReader(bytes, content, 5).next(3)).toBe(0x070809);
  });

  it('reads 0 beyond the end of the box, though the file goes on', () => {
    const reader = new BoxReader(bytes, content, 6);
    expect([reader.next(4), reader.next(1), reader.left]).toEqual([0, 0, -3]);
  });
});
