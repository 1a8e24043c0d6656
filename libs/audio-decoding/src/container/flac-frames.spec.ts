import { describe, expect, it } from 'vitest';
import { bytesOf, crc8, flacHeader } from '../fixtures/crafted-containers.js';
import { isWholeFrame, readFlacFrames, readFlacStream } from './flac-frames.js';

/** A stream description: 44.1 kHz, two channels, 16 bits, unless told otherwise; the last block of metadata. */
function description({ sampleRate = 44_100, channels = 2, last = true } = {}): Uint8Array {
  const info = new Uint8Array(34);
  info.set([sampleRate >> 12, (sampleRate >> 4) & 0xff, ((sampleRate & 15) << 4) | ((channels - 1) << 1)], 10);
  return bytesOf(last ? 0x80 : 0, 0, 0, 34, info);
}

describe('the checksum of the fixtures', () => {
  it('is the known value of CRC-8', () => {
    expect(crc8(bytesOf('123456789'))).toBe(0xf4);
  });
});

describe('readFlacStream', () => {
  it.each([
    [44_100, 2],
    [8_000, 1],
    [192_000, 8],
    [655_350, 1],
  ])('reads %i Hz and %i channels', (sampleRate, channels) => {
    expect(readFlacStream(bytesOf('fLaC', description({ sampleRate, channels })))).toEqual({
      sampleRate,
      channels,
      start: 42,
    });
  });

  it('skips further blocks of metadata', () => {
    const comment = bytesOf(0x04, 0, 0, 3, 'abc');
    const padding = bytesOf(0x81, 0, 0, 2, 'xx');
    const file = bytesOf('fLaC', description({ last: false }), comment, padding);
    expect(readFlacStream(file).start).toBe(file.length);
  });

  it.each([
    ['another first block', bytesOf('fLaC', 0x84, 0, 0, 34, new Uint8Array(34))],
    ['a description that is cut off', bytesOf('fLaC', description()).subarray(0, 41)],
  ])('refuses %s', (_, file) => {
    expect(() => readFlacStream(file)).toThrow(/no stream description/);
  });
});

describe('readFlacFrames', () => {
  const frame = (number: number[], size = 20, options = {}) =>
    bytesOf(flacHeader(number, options), new Uint8Array(size));
  const frames = (...parts: Uint8Array[]) => [...readFlacFrames(bytesOf(...parts), 0)];
  const sizes = (...parts: Uint8Array[]) => frames(...parts).map(({ data }) => data.length);

  it('divides a stream at its headers', () => {
    expect(sizes(frame([0], 20), frame([1], 30), frame([2], 10))).toEqual([26, 36, 16]);
    expect(sizes(new Uint8Array(100))).toEqual([]);
  });

  it.each([
    ['a header with a wrong checksum', bytesOf(0xff, 0xf8, 0xc9, 0x08, 1, 0x99)],
    ['a header with another rate', flacHeader([1], { rate: 7 })],
    ['a header of a stream with varying blocks', flacHeader([1], { varying: 1 })],
    ['a frame number that was there before', flacHeader([0])],
    ['a frame number that is far ahead', flacHeader([0xe1, 0x80, 0x82])],
    ['a reserved bit', bytesOf(0xff, 0xfa, 0xc9, 0x08, 1)],
    ['a reserved block size', bytesOf(0xff, 0xf8, 0x09, 0x08, 1)],
    ['an invalid rate', bytesOf(0xff, 0xf8, 0xcf, 0x08, 1)],
  ])('does not divide at %s', (_, bytes) => {
    expect(sizes(frame([0], 20), bytes, new Uint8Array(10))).toHaveLength(1);
  });

  it('accepts another arrangement of stereo in every frame', () => {
    expect(sizes(frame([0], 5, { channels: 1 }), frame([1], 5, { channels: 9 }))).toHaveLength(2);
  });

  it.each([
    ['one byte', [0x7f]],
    ['two bytes', [0xc2, 0x80]],
    ['three bytes', [0xe0, 0xa0, 0x80]],
  ])('reads a number of %s', (_, number) => {
    expect(sizes(frame([0x7e]), frame(number))).toHaveLength(2);
  });

  it.each([
    ['without its continuation', [0xc2, 0x00]],
    ['that begins with a continuation', [0x80]],
    ['of all ones', [0xff]],
  ])('refuses a number %s', (_, number) => {
    expect(sizes(frame([0]), bytesOf(flacHeader(number), new Uint8Array(9)))).toHaveLength(1);
  });

  it('counts the frames that are missing between two numbers', () => {
    expect(frames(frame([0]), frame([1]), frame([5])).map(({ lost }) => lost)).toEqual([0, 0, 3]);
    const varying = [[0], [0xe1, 0x80, 0x80], [0xe3, 0x80, 0x80]].map((number) => frame(number, 20, { varying: 1 }));
    expect(frames(...varying).map(({ lost }) => lost)).toEqual([0, 0, 1]);
  });

  it.each([
    [1, [], 192],
    [2, [], 576],
    [5, [], 4_608],
    [6, [99], 100],
    [7, [0x0f, 0xff], 4_096],
    [8, [], 256],
    [15, [], 32_768],
  ])('reads the block size of code %i', (block, size, samples) => {
    const [only] = frames(bytesOf(flacHeader([0, ...size], { block }), new Uint8Array(9)));
    expect(only?.samples).toBe(samples);
  });
});

describe('isWholeFrame', () => {
  it('compares the checksum at the end', () => {
    // The check value of CRC-16 with this polynomial and no inversion.
    const whole = bytesOf('123456789', 0xfe, 0xe8);
    expect(isWholeFrame(whole)).toBe(true);
    expect(isWholeFrame(whole.subarray(0, -1))).toBe(false);
    expect(isWholeFrame(bytesOf('123456788', 0xfe, 0xe8))).toBe(false);
  });
});
