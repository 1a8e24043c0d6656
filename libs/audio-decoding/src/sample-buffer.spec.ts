import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasSound, SampleBuffer } from './sample-buffer.js';

describe('a sample buffer', () => {
  it('holds blocks one after another, whatever was reserved', () => {
    const blocks = fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { maxLength: 40 }), { maxLength: 20 });
    fc.assert(
      fc.property(blocks, fc.nat(500), fc.nat(20), (each, reserved, at) => {
        const buffer = new SampleBuffer();
        each.forEach((block, index) => {
          if (index === at) buffer.reserve(reserved);
          buffer.push(Float32Array.from(block));
        });
        const all = each.flat();
        expect(buffer.length).toBe(all.length);
        expect(Array.from(buffer.view(0, Infinity))).toEqual(all);
      }),
    );
  });

  it('shows a part of them', () => {
    const buffer = new SampleBuffer();
    buffer.reserve(10);
    buffer.push(Float32Array.of(1, 2, 3));
    expect(Array.from(buffer.view(1, 2))).toEqual([2]);
    expect(Array.from(buffer.view(1, 9))).toEqual([2, 3]);
    expect(buffer.view(9, 12)).toHaveLength(0);
  });
});

describe('hasSound', () => {
  it.each([
    ['nothing', [], false],
    ['zeros', [0, -0, 0], false],
    ['one other value', [0, 0, 1e-9], true],
    ['values that are no numbers', [0, NaN], true],
  ])('of %s', (_, samples, expected) => {
    expect(hasSound(Float32Array.from(samples))).toBe(expected);
  });
});
