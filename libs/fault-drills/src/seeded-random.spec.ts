import { describe, expect, it } from 'vitest';
import { SeededRandom } from './seeded-random.js';

const draw = (random: SeededRandom, count = 1_000): number[] => Array.from({ length: count }, () => random.next());

describe('seeded chance', () => {
  it('repeats itself under the same seed and not under another', () => {
    expect(draw(new SeededRandom(7))).toEqual(draw(new SeededRandom(7)));
    expect(draw(new SeededRandom(7))).not.toEqual(draw(new SeededRandom(8)));
  });

  it('is the algorithm that it says it is', () => {
    const [first, second] = draw(new SeededRandom(1), 2);
    expect(first).toBeCloseTo(0.6270739405881613, 12);
    expect(second).toBeCloseTo(0.002735721180215478, 12);
  });

  it('is spread over the whole range', () => {
    const numbers = draw(new SeededRandom(42));
    expect(numbers.reduce((sum, each) => sum + each, 0) / numbers.length).toBeCloseTo(0.5, 1);
    expect(numbers.every((each) => each >= 0 && each < 1)).toBe(true);
  });

  it('reaches both ends of a range', () => {
    const random = new SeededRandom(3);
    const seen = new Set(Array.from({ length: 200 }, () => random.between(2, 5)));
    expect([...seen].toSorted()).toEqual([2, 3, 4, 5]);
  });

  it('chooses, and says so when there is nothing to choose from', () => {
    expect(['a', 'b']).toContain(new SeededRandom(1).oneOf(['a', 'b']));
    expect(() => new SeededRandom(1).oneOf([])).toThrow(RangeError);
  });

  it('differs from fault to fault but not with their order', () => {
    expect(SeededRandom.for(1, 'a').next()).toBe(SeededRandom.for(1, 'a').next());
    expect(SeededRandom.for(1, 'a').next()).not.toBe(SeededRandom.for(1, 'b').next());
    expect(SeededRandom.for(1, 'a').next()).not.toBe(SeededRandom.for(2, 'a').next());
  });
});
