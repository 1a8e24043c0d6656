import { describe, expect, it } from 'vitest';
import { metricNames } from './metrics/names.js';
import { readOptions } from './options.js';

describe('the command line', () => {
  it('measures everything without options', () => {
    expect(readOptions([])).toEqual({
      only: metricNames,
      rounds: 5,
      seconds: 4,
      quick: false,
      explain: false,
      json: undefined,
      profile: undefined,
      plots: undefined,
    });
  });

  it('measures for a shorter time with --quick, unless it is told how long', () => {
    expect(readOptions(['--quick'])).toMatchObject({ quick: true, rounds: 3, seconds: 2 });
    expect(readOptions(['--quick', '--rounds', '7', '--seconds', '9'])).toMatchObject({ rounds: 7, seconds: 9 });
  });

  it('selects measurements', () => {
    expect(readOptions(['--only', 'requests,latency']).only).toEqual(['requests', 'latency']);
  });

  it.each([
    [['--only', 'speed'], /--only knows requests, .*, not speed/],
    [['--rounds', '0'], /--rounds must be a whole number from 1 on, not 0/],
    [['--seconds', '1.5'], /--seconds must be a whole number/],
    [['--fast'], /--fast/],
  ])('refuses %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});
