import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, oggPage } from '../fixtures/crafted-containers.js';
import { PcmCollector } from '../pcm-collector.js';
import { readOggPackets } from './ogg-packets.js';

const collector = (seconds = 60) => new PcmCollector({ maxDurationSeconds: seconds });
const endOfStream = 4;
const read = (...pages: Uint8Array[]) => {
  const { packets, endPosition } = readOggPackets(bytesOf(...pages), collector());
  return { sizes: packets.map(({ length }) => length), fills: packets.map(([first]) => first), endPosition };
};

describe('readOggPackets', () => {
  it.each([
    ['one segment', [10], [10]],
    ['several packets', [10, 20, 30], [10, 20, 30]],
    ['a packet of 255 bytes', [255, 0], [255]],
    ['a packet of 256 bytes', [255, 1], [256]],
    ['a packet of 510 bytes', [255, 255, 0], [510]],
    ['a packet that does not end', [10, 255], [10]],
    ['a packet of no bytes', [0, 10], [10]],
    ['no segments', [], []],
  ])('reads a page with %s', (_, lacing, sizes) => {
    expect(read(oggPage({ lacing })).sizes).toEqual(sizes);
  });

  it('joins a packet that continues on the next page', () => {
    const pages = [oggPage({ lacing: [255], fill: 1 }), oggPage({ lacing: [255], fill: 2 }), oggPage({ lacing: [5] })];
    expect(read(...pages).sizes).toEqual([515]);
  });

  it('leaves out the pages of other streams', () => {
    const pages = [oggPage({ lacing: [10], serial: 7 }), oggPage({ lacing: [20], serial: 8 })];
    expect(read(...pages, oggPage({ lacing: [30], serial: 7 })).sizes).toEqual([10, 30]);
  });

  it('skips bytes between the pages', () => {
    expect(read(bytesOf('noise'), oggPage({ lacing: [10] }), bytesOf('OggX'), oggPage({ lacing: [20] })).sizes).toEqual(
      [10, 20],
    );
  });

  it('has the position of the last page, or none when the file was cut', () => {
    const last = oggPage({ lacing: [10], flags: endOfStream, position: 48_000n });
    expect(read(oggPage({ lacing: [10], position: 960n }), last).endPosition).toBe(48_000);
    expect(read(oggPage({ lacing: [10], position: 960n })).endPosition).toBeUndefined();
    expect(read(oggPage({ lacing: [10] }), last.subarray(0, -1))).toMatchObject({
      sizes: [10],
      endPosition: undefined,
    });
  });

  it('stops at a page whose header or table is cut off', () => {
    const page = oggPage({ lacing: [10, 20] });
    for (const length of [0, 20, 27, 28, 40]) expect(read(page.subarray(0, length)).sizes).toEqual([]);
  });

  it('drops a packet of more than 64 KiB', () => {
    const pages = [0, 1].map(() => oggPage({ lacing: Array.from({ length: 255 }, () => 255) }));
    expect(read(...pages, oggPage({ lacing: [1, 9] })).sizes).toEqual([9]);
  });

  it('refuses more packets than the longest recording can have', () => {
    const page = oggPage({ lacing: Array.from({ length: 255 }, () => 1) });
    expect(() => readOggPackets(bytesOf(page, page, page, page), collector(1))).toThrow(/longer than 1 s/);
  });

  it('returns packets within the file for any bytes behind a page', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const file = bytesOf(oggPage({ lacing: [3] }), 'OggS', bytes);
        const { packets } = readOggPackets(file, collector());
        expect(packets.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(file.length);
      }),
    );
  });
});
