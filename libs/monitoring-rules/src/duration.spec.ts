import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDuration } from './duration.js';

describe('a duration', () => {
  it.each([
    ['0', 0],
    ['90', 90],
    ['90s', 90],
    ['5m', 300],
    ['1h', 3_600],
    ['7d', 604_800],
    [' 5m ', 300],
    ['007m', 420],
    ['99999999', 99_999_999],
  ])('%j is %i seconds', (text, seconds) => expect(readDuration(text)).toBe(seconds));

  it.each(['', ' ', 'm', '5 m', '5M', '1w', '1.5h', '-5m', '+5m', '1e3', '0x10', '5m30s', '123456789', '٣m', 'soon'])(
    '%j is no duration',
    (text) => expect(readDuration(text)).toBeNull(),
  );

  it('is the number times its unit', () => {
    const units = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
    const unit = fc.constantFrom('s', 'm', 'h', 'd');
    fc.assert(
      fc.property(fc.nat(99_999_999), unit, (n, u) => {
        expect(readDuration(`${n}${u}`)).toBe(n * units[u]);
      }),
    );
  });
});
