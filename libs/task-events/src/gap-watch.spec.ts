import { describe, expect, it } from 'vitest';
import { GapWatch } from './gap-watch.js';

describe('following numbers that appear out of order', () => {
  it('knows which are missing until they appear', () => {
    const watch = new GapWatch(10);
    [11, 14].forEach((number) => watch.saw(number));
    expect([watch.last, watch.missing()]).toEqual([14, [12, 13]]);
    watch.saw(12);
    expect([watch.last, watch.missing()]).toEqual([14, [13]]);
  });

  it('stops waiting for one that never came', () => {
    let now = 0;
    const watch = new GapWatch(0, [], () => now);
    watch.saw(2);
    now = 19_000;
    expect(watch.missing()).toEqual([1]);
    now = 21_000;
    expect(watch.missing()).toEqual([]);
  });
});
