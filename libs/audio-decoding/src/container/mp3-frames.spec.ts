import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, mp3Frame } from '../fixtures/crafted-containers.js';
import { readMp3Frames } from './mp3-frames.js';

const read = (...parts: Uint8Array[]) => readMp3Frames(bytesOf(...parts), () => undefined);
const counted = (...parts: Uint8Array[]) => {
  const found = read(...parts);
  return found && [found.frames.length, found.damaged];
};
/** MPEG-1 at 44.1 kHz and 128 kbit/s. */
const frame = mp3Frame();
const five = [frame, frame, frame, frame, frame];

describe('readMp3Frames', () => {
  it.each([
    ['MPEG-1, 128 kbit/s', {}, 44_100, 1_152, 417],
    ['MPEG-1, 320 kbit/s, 32 kHz', { bitRate: 14, rate: 2 }, 32_000, 1_152, 1_440],
    ['MPEG-1, padded', { padded: 1 }, 44_100, 1_152, 418],
    ['MPEG-2, 64 kbit/s, 24 kHz', { version: 2, bitRate: 8, rate: 1 }, 24_000, 576, 192],
    ['MPEG-2.5, 8 kbit/s, 8 kHz', { version: 0, bitRate: 1, rate: 2 }, 8_000, 576, 72],
  ])('reads frames of %s', (_, header, sampleRate, samplesPerFrame, length) => {
    const one = mp3Frame(header);
    expect(one).toHaveLength(length);
    expect(read(one, one, one)).toEqual({ sampleRate, samplesPerFrame, frames: [one, one, one], damaged: 0 });
  });

  it('accepts another bit rate in every frame', () => {
    expect(counted(...[1, 5, 9, 14].map((bitRate) => mp3Frame({ bitRate })))).toEqual([4, 0]);
  });

  it.each([
    ['noise before the first frame', [bytesOf('noise', 0xff, 0xfb, 0x90), ...five], [5, 0]],
    ['zeros between frames', [...five, new Uint8Array(1_000), ...five], [10, 0]],
    ['an ID3v1 tag at the end', [...five, bytesOf('TAG', new Uint8Array(125).fill(0x20))], [5, 0]],
    ['an APE tag at the end', [...five, bytesOf('APETAGEX', new Uint8Array(90).fill(9))], [5, 0]],
    ['an ID3v2 tag in the middle', [...five, bytesOf('ID3', 4, 0, 0, 0, 0, 0, 9, ' a title '), ...five], [10, 0]],
    ['a header that is damaged', [...five, bytesOf(0, frame.subarray(1)), ...five], [10, 1]],
    ['noise as long as three frames', [...five, new Uint8Array(3 * 417).fill(7), ...five], [10, 3]],
    ['a last frame that is cut off', [...five, frame.subarray(0, 99)], [5, 1]],
  ])('counts frames and damage with %s', (_, parts, expected) => {
    expect(counted(...parts)).toEqual(expected);
  });

  it.each([
    ['noise', [bytesOf('a letter, not a recording')]],
    ['a header that nothing follows', [frame, bytesOf('noise'), new Uint8Array(2_000)]],
    ['free format', [mp3Frame({ bitRate: 0 }), frame.subarray(4)]],
    ['nothing', []],
  ])('finds no frames in %s', (_, parts) => {
    expect(read(...parts)).toBeUndefined();
  });

  it('refuses a stream of another sample rate behind the first', () => {
    const other = mp3Frame({ rate: 1 });
    expect(() => read(...five, other, other, other)).toThrow(/sample rate changes/);
    expect(counted(...five, other, ...five)).toEqual([10, 1]);
  });

  it('tells the length as it grows, so that reading can be stopped', () => {
    const lengths: number[] = [];
    readMp3Frames(bytesOf(...five), (length, sampleRate) => lengths.push(length / sampleRate));
    expect(lengths).toEqual([1, 2, 3, 4, 5].map((count) => (count * 1_152) / 44_100));
  });

  it('reads frames within the file from any bytes', () => {
    const piece = fc.oneof(fc.uint8Array({ maxLength: 50 }), fc.constant(frame), fc.constant(mp3Frame({ rate: 1 })));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const file = bytesOf(...pieces);
        try {
          const found = read(file);
          const size = found?.frames.reduce((sum, { length }) => sum + length, 0) ?? 0;
          expect(size).toBeLessThanOrEqual(file.length);
        } catch (error) {
          expect(String(error)).toContain('sample rate changes');
        }
      }),
    );
  });
});
