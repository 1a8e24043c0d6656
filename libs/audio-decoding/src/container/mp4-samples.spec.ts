import { describe, expect, it } from 'vitest';
import { bytesOf } from '../fixtures/crafted-containers.js';
import { box, number } from '../fixtures/crafted-files.js';
import { PcmCollector } from '../pcm-collector.js';
import { readFragmentSamples, readTableSamples } from './mp4-samples.js';

const collector = (seconds = 10) => new PcmCollector({ maxDurationSeconds: seconds });
/** Bytes 0, 1, 2 …, before the tables, so that a sample shows its offset. */
const media = Uint8Array.from({ length: 64 }, (_, index) => index);

const stsz = (fixed: number, count: number, ...sizes: number[]) =>
  box('stsz', number(0), number(fixed), number(count), ...sizes.map((size) => number(size)));
const stco = (...offsets: number[]) =>
  box('stco', number(0), number(offsets.length), ...offsets.map((at) => number(at)));
const co64 = (...offsets: number[]) =>
  box('co64', number(0), number(offsets.length), ...offsets.map((at) => number(at, 8)));
const stsc = (...runs: (readonly [firstChunk: number, samples: number])[]) =>
  box(
    'stsc',
    number(0),
    number(runs.length),
    ...runs.flatMap(([first, count]) => [number(first), number(count), number(1)]),
  );

function samplesOf(...tables: Uint8Array[]): number[][] {
  const file = bytesOf(media, box('stbl', ...tables));
  const table = { type: 'stbl', at: 64, start: 72, end: file.length };
  return readTableSamples(file, table, collector()).map((sample) => Array.from(sample));
}

describe('readTableSamples', () => {
  it.each([
    ['sizes of their own', [stsz(0, 3, 1, 2, 3), stco(10), stsc([1, 3])], [[10], [11, 12], [13, 14, 15]]],
    [
      'one size for all',
      [stsz(2, 3), stco(10), stsc([1, 3])],
      [
        [10, 11],
        [12, 13],
        [14, 15],
      ],
    ],
    ['several chunks', [stsz(1, 4), stco(10, 30), stsc([1, 2])], [[10], [11], [30], [31]]],
    ['runs of chunks', [stsz(1, 4), stco(10, 20, 30), stsc([1, 1], [2, 2])], [[10], [20], [21], [30]]],
    ['offsets of 64 bits', [stsz(1, 2), co64(10, 20), stsc([1, 1])], [[10], [20]]],
    ['a sample of no bytes', [stsz(0, 3, 1, 0, 1), stco(10), stsc([1, 3])], [[10], [11]]],
  ])('reads samples with %s', (_, tables, expected) => {
    expect(samplesOf(...tables)).toEqual(expected);
  });

  it.each([
    ['no sizes', [stco(10), stsc([1, 3])]],
    ['no offsets', [stsz(1, 3), stsc([1, 3])]],
    ['no runs', [stsz(1, 3), stco(10)]],
    ['offsets beyond the file', [stsz(1, 2), stco(99_999), stsc([1, 2])]],
    ['a run of no samples', [stsz(1, 2), stco(10), stsc([1, 0])]],
  ])('finds none with %s', (_, tables) => {
    expect(samplesOf(...tables)).toEqual([]);
  });

  it('reads no more entries than a table has', () => {
    const claimed = box('stsz', number(0), number(0), number(1_000_000), number(1), number(1));
    expect(samplesOf(claimed, stco(10), stsc([1, 1_000]))).toEqual([[10], [11]]);
  });

  it('counts samples that are cut off as damage', () => {
    const file = bytesOf(media, box('stbl', stsz(1, 3), stco(10, 99_999), stsc([1, 1], [2, 2])));
    const subject = collector();
    readTableSamples(file, { type: 'stbl', at: 64, start: 72, end: file.length }, subject);
    expect(subject.finish().damagedFrames).toBe(2);
  });

  it('refuses more samples than the longest recording can have', () => {
    const file = bytesOf(new Uint8Array(5_000), box('stbl', stsz(1, 4_900)));
    const table = { type: 'stbl', at: 5_000, start: 5_008, end: file.length };
    expect(() => readTableSamples(file, table, collector(1))).toThrow(/longer than 1 s/);
  });
});

describe('readFragmentSamples', () => {
  const tfhd = (flags: number, ...fields: Uint8Array[]) => box('tfhd', number(flags), number(1), ...fields);
  const trun = (flags: number, count: number, ...fields: Uint8Array[]) =>
    box('trun', number(flags), number(count), ...fields);

  function read(...boxes: Uint8Array[]): (number[] | null)[] {
    const file = bytesOf(media, box('moof', box('traf', ...boxes)));
    const found: (number[] | null)[] = [];
    const fragment = { type: 'moof', at: 64, start: 72, end: file.length };
    readFragmentSamples(file, fragment, { id: 1, defaultSize: 3 }, (sample) =>
      found.push(sample && Array.from(sample)),
    );
    return found;
  }
  const base = number(0, 8);

  it.each([
    ['sizes in the run', [tfhd(0x1, base), trun(0x201, 2, number(10), number(1), number(2))], [[10], [11, 12]]],
    [
      'the size of the fragment',
      [tfhd(0x11, base, number(2)), trun(0x1, 2, number(10))],
      [
        [10, 11],
        [12, 13],
      ],
    ],
    ['the size of the track', [tfhd(0x1, base), trun(0x1, 1, number(10))], [[10, 11, 12]]],
    [
      'durations, flags and times beside the sizes',
      [tfhd(0x1, base), trun(0xf01, 1, number(10), number(7), number(2), number(7), number(7))],
      [[10, 11]],
    ],
    [
      'a second run that follows the first',
      [tfhd(0x1, base), trun(0x201, 1, number(10), number(2)), trun(0x200, 1, number(1))],
      [[10, 11], [12]],
    ],
    ['an offset from the fragment', [tfhd(0), trun(0x201, 1, number(2 ** 32 - 60), number(2))], [[4, 5]]],
  ])('reads samples with %s', (_, boxes, expected) => {
    expect(read(...boxes)).toEqual(expected);
  });

  it('leaves out other tracks and runs without a header', () => {
    expect(read(box('tfhd', number(0x1), number(2), base), trun(0x1, 1, number(10)))).toEqual([]);
    expect(read(trun(0x1, 1, number(10)))).toEqual([]);
  });

  it('tells of samples that are cut off', () => {
    expect(read(tfhd(0x1, base), trun(0x201, 2, number(10), number(1), number(9_999)))).toEqual([[10], null]);
  });

  it('reads no more samples than a run has entries for', () => {
    expect(read(tfhd(0x1, base), trun(0x201, 2 ** 31, number(10), number(1)))).toEqual([[10]]);
  });
});
