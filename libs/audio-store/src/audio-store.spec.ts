import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkKey, countBytes, exampleKey, recordingKey } from './audio-store.js';

describe('checkKey', () => {
  it.each(['a', 'a.wav', 'recordings/2024-06-01/a-b_c.webm', '0/1/2', `${'a'.repeat(196)}.wav`])(
    'accepts %s',
    (key) => {
      expect(checkKey(key)).toBe(key);
    },
  );

  it.each([
    '',
    '/',
    'a/',
    '/a',
    'a//b',
    '../a',
    'a/..',
    '.a',
    'a.b.c',
    'A',
    'a b',
    'ä',
    'a\n',
    'a.',
    `a${'b'.repeat(200)}`,
  ])('refuses %j', (key) => {
    expect(() => checkKey(key)).toThrow(expect.objectContaining({ code: 'invalid-key' }));
  });

  it('accepts no key with a part that leaves its folder', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 30 }), (before, after) => {
        expect(() => checkKey(`${before}/../${after}`)).toThrow();
        expect(() => checkKey(`${before}\\${after}`)).toThrow();
      }),
    );
  });
});

describe('recordingKey', () => {
  it.each([
    ['2024-06-01T00:00:00Z', '2024-06-01'],
    ['2024-06-01T23:59:59+08:00', '2024-06-01'],
    ['2024-06-01T07:00:00+08:00', '2024-05-31'],
  ])('puts a recording of %s into the folder of the UTC day %s', (now, day) => {
    expect(recordingKey('0b8e', 'webm', new Date(now))).toBe(`recordings/${day}/0b8e.webm`);
  });

  it('refuses an extension that could leave the folder', () => {
    expect(() => recordingKey('id', '../x')).toThrow(/malformed/);
  });
});

it('exampleKey puts an example into the folder of its UTC day', () => {
  expect(exampleKey('0b8e', 'wav', new Date('2024-06-01T07:00:00+08:00'))).toBe('examples/2024-05-31/0b8e.wav');
});

describe('countBytes', () => {
  const pass = async (sizes: readonly number[], maxBytes: number): Promise<number> => {
    const counter = countBytes(maxBytes);
    const passed: Buffer[] = [];
    const chunks = Readable.from(sizes.map((size) => Buffer.alloc(size)));
    await pipeline(chunks, counter.stream, async (source) => {
      for await (const chunk of source as AsyncIterable<Buffer>) passed.push(chunk);
    });
    expect(Buffer.concat(passed)).toHaveLength(counter.bytes());
    return counter.bytes();
  };

  it.each([
    [[], 10, 0],
    [[4, 6], 10, 10],
    [[1, 1, 1], 10, 3],
  ])('counts chunks of %j bytes', async (sizes, maxBytes, bytes) => {
    expect(await pass(sizes, maxBytes)).toBe(bytes);
  });

  it.each([[[11]], [[5, 6]], [[10, 1]]])('fails with chunks of %j bytes beyond 10', async (sizes) => {
    await expect(pass(sizes, 10)).rejects.toMatchObject({ code: 'too-large' });
  });
});
