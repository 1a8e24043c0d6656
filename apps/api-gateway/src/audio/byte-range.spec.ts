import { describe, expect, it } from 'vitest';
import { askedRange } from './byte-range.js';

describe('the range of an object of 100 bytes', () => {
  it.each([
    ['bytes=0-9', { first: 0, last: 9 }],
    ['Bytes = 0 - 9 ', { first: 0, last: 9 }],
    ['bytes=99-99', { first: 99, last: 99 }],
    ['bytes=10-', { first: 10, last: 99 }],
    ['bytes=10-1000', { first: 10, last: 99 }],
    [`bytes=10-${'9'.repeat(400)}`, { first: 10, last: 99 }],
    ['bytes=-10', { first: 90, last: 99 }],
    ['bytes=-1000', { first: 0, last: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    [`bytes=${'9'.repeat(400)}-`, 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    [undefined, 'whole'],
    ['', 'whole'],
    ['bytes', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=9-0', 'whole'],
    ['bytes=0-1,3-4', 'whole'],
    ['bytes=--1', 'whole'],
    ['bytes=1.5-2', 'whole'],
    ['bytes=0x1-2', 'whole'],
    ['lines=0-9', 'whole'],
  ] as const)('that %s asks for is %j', (header, expected) => {
    expect(askedRange(header, 100)).toEqual(expected);
  });
});
