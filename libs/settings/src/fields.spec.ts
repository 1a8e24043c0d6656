import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { decimal, networkList, originList, url, wholeNumber, wordList } from './fields.js';

const faultOf = (field: z.ZodType, value: unknown): string | undefined =>
  field.safeParse(value).error?.issues[0]?.message;
const read = (field: z.ZodType, value: string): unknown => field.parse(value);

describe('a whole number', () => {
  const field = wholeNumber({ min: 1, max: 256 });
  const message = 'must be a whole number from 1 to 256';

  it.each([
    ['1', 1],
    ['256', 256],
    ['007', 7],
  ])('%s is read', (text, value) => expect(read(field, text)).toBe(value));

  it.each(['0', '257', '-1', '+1', '1.0', '1e2', ' 1', '1 ', '0x10', 'one', 'NaN', 'Infinity', '٣', '9'.repeat(400)])(
    '%j is refused with the bounds',
    (text) => expect(faultOf(field, text)).toBe(message),
  );

  it('is read exactly within its bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000, max: 1_000 }), (value) => {
        expect(field.safeParse(String(value)).success).toBe(value >= 1 && value <= 256);
      }),
    );
  });
});

describe('a decimal number', () => {
  const field = decimal({ min: 0.0001, max: 10 });

  it.each([
    ['0.0001', 0.0001],
    ['1', 1],
    ['10.0', 10],
  ])('%s is read', (text, value) => expect(read(field, text)).toBe(value));

  it.each(['0', '0.00009', '10.1', '-1', '.5', '1.', '1,5', '1e-1', 'x'])('%j is refused', (text) =>
    expect(faultOf(field, text)).toBe('must be a number from 0.0001 to 10'),
  );
});

describe('a URL', () => {
  const field = url('redis', 'rediss');

  it.each(['redis://localhost:6379/0', 'rediss://user:password@host', 'REDIS://host'])('%s is accepted', (text) =>
    expect(read(field, text)).toBe(text),
  );

  it.each(['http://host', 'localhost:6379', 'redis', '//host', 'hunter2'])(
    '%s is refused without its value',
    (text) => {
      const fault = faultOf(field, text);
      expect(fault).toBe('must be a URL that begins with redis:// or rediss://');
      expect(fault).not.toContain('hunter2');
    },
  );
});

describe('a list of words', () => {
  it.each([
    ['wav', ['wav']],
    ['wav, MP3 ,ogg', ['wav', 'mp3', 'ogg']],
  ])('%j is read', (text, words) => expect(read(wordList, text)).toEqual(words));

  it.each([',', 'wav,', 'wav;mp3', '*.wav', 'wav mp3'])('%j is refused', (text) =>
    expect(faultOf(wordList, text)).toBe('must be words separated by commas'),
  );
});

describe('a list of origins', () => {
  it.each([
    ['', []],
    [' https://clinic.example , http://localhost:3000', ['https://clinic.example', 'http://localhost:3000']],
  ])('%j is read as %j', (text, expected) => expect(read(originList, text)).toEqual(expected));

  it.each(['*', 'https://*.example', 'https://clinic.example,*'])('%j is refused as too wide', (text) =>
    expect(faultOf(originList, text)).toMatch(/^must name each origin: `\*` would/),
  );

  it.each(['null', 'clinic.example', 'https://clinic.example/', 'https://Clinic.example', 'ftp://clinic.example'])(
    '%j is refused as no origin',
    (text) => expect(faultOf(originList, text)).toMatch(/^must be origins such as/),
  );

  it.each(['https://clinic.example:443', 'https://user@clinic.example'])(
    '%j, which no browser sends, is refused',
    (text) => expect(faultOf(originList, text)).toMatch(/^must be origins such as/),
  );
});

describe('a list of networks', () => {
  it.each([
    ['', []],
    [' 10.0.0.1 , FD00::/8 ', ['10.0.0.1', 'fd00::/8']],
    ['loopback,uniquelocal', ['loopback', 'uniquelocal']],
  ])('%j is read as %j', (text, expected) => expect(read(networkList, text)).toEqual(expected));

  it.each(['any', '10.0.0.0/33', '10.0.0.0/0', '10.0.0.0/8/8', '300.1.1.1', '::/129', '10.0.0.0/'])(
    '%j is refused',
    (text) => expect(faultOf(networkList, text)).toMatch(/^must be IP addresses/),
  );
});
