import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormError } from './form-error.js';
import { readPartHead } from './part-head.js';

const read = (...lines: readonly string[]) => readPartHead(Buffer.from(`\r\n${lines.join('\r\n')}`));
const disposition = (parameters: string): string => `Content-Disposition: form-data; ${parameters}`;

describe('the head of a part', () => {
  it.each([
    ['a field', [disposition('name="a"')], { name: 'a', file: null }],
    [
      'headers in any case and order',
      ['CONTENT-TYPE:audio/wav', 'content-disposition:FORM-DATA; NAME="a"; FileName="x"'],
      { name: 'a', file: { filename: 'x', contentType: 'audio/wav' } },
    ],
    [
      'a header that goes on in the next line',
      ['Content-Disposition: form-data;', '\t name="a";', ' filename="x"'],
      { name: 'a', file: { filename: 'x', contentType: 'text/plain' } },
    ],
    [
      'a value that looks like a parameter',
      [disposition('name="a; filename=x"')],
      { name: 'a; filename=x', file: null },
    ],
    ['a text with a type', [disposition('name="a"'), 'Content-Type: text/csv'], { name: 'a', file: null }],
    [
      'bytes without the name of a file',
      [disposition('name="a"'), 'Content-Type: application/octet-stream'],
      { name: 'a', file: { filename: '', contentType: 'application/octet-stream' } },
    ],
    [
      'both forms of the name of a file',
      [disposition(`name="a"; filename="?.wav"; filename*=utf-8'zh'%E4%BD%A0.wav`)],
      { name: 'a', file: { filename: '你.wav', contentType: 'text/plain' } },
    ],
    ['the name of an inherited property', [disposition('name="__proto__"')], { name: '__proto__', file: null }],
  ])('is read with %s', (_, lines, head) => expect(read(...lines)).toEqual(head));

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\\\..\\\\x.wav', 'x.wav'],
    ['folder/', ''],
    ['a/b\\\\c.wav', 'c.wav'],
  ])('has of the path %s only the last part', (path, filename) => {
    expect(read(disposition(`name="a"; filename="${path}"`)).file?.filename).toBe(filename);
  });

  it('has no folders in an encoded name', () => {
    expect(read(disposition(`name="a"; filename*=UTF-8''..%2F..%5Cx.wav`)).file?.filename).toBe('x.wav');
  });

  it('gives back every name that a client escapes', () => {
    const piece = fc.oneof(fc.constantFrom('"', '\\', ';', ' name=', '*'), fc.string({ unit: 'grapheme' }));
    const name = fc
      .array(piece, { minLength: 1, maxLength: 8 })
      .map((pieces) => pieces.join(''))
      .filter((text) => text !== '' && !/[\r\n]/.test(text));
    fc.assert(
      fc.property(name, (text) => {
        expect(read(disposition(`name="${text.replaceAll(/["\\]/g, '\\$&')}"`)).name).toBe(text);
      }),
    );
  });

  it.each([
    ['no header', []],
    ['an empty name', [disposition('name=""')]],
    ['a name that does not end', [disposition('name="a')]],
    ['a name in another parameter only', [disposition('x="name=a"')]],
    ['another disposition that begins alike', ['Content-Disposition: form-database; name="a"']],
    ['a name in another header', ['Content-Type: form-data; name="a"']],
  ])('is refused with %s', (_, lines) => {
    expect(() => read(...lines)).toThrow(FormError);
  });

  it('may have padding after the boundary, but nothing else', () => {
    const rest = `\r\n${disposition('name="a"')}`;
    expect(readPartHead(Buffer.from(` \t${rest}`)).name).toBe('a');
    expect(() => readPartHead(Buffer.from(`x${rest}`))).toThrow('followed by something else');
  });

  it('is read or refused, whatever its bytes are', () => {
    const piece = fc.constantFrom(
      '\r\n',
      'Content-Disposition',
      ':',
      ' form-data',
      ';',
      'name',
      '=',
      '"',
      '\\',
      'a',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        try {
          expect(readPartHead(Buffer.from(pieces.join(''))).name).not.toBe('');
        } catch (error) {
          expect(error).toBeInstanceOf(FormError);
        }
      }),
    );
  });
});
