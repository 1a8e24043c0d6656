import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, oggPage, type OggPage } from '../fixtures/crafted-containers.js';
import { readOggStreams } from './ogg-streams.js';

const flags = { continued: 1, first: 2, last: 4 };
const head = (options: Partial<OggPage> = {}) => oggPage({ flags: flags.first, content: 'OpusHead', ...options });
const streamsOf = (...pages: Uint8Array[]) => readOggStreams(bytesOf(...pages), () => undefined);
/** The one stream that begins with a header; its sizes and fills are those of the packets behind the header. */
const read = (...pages: Uint8Array[]) => {
  const [stream] = streamsOf(head(), ...pages);
  const packets = stream!.packets.slice(1);
  return { ...stream, sizes: packets.map(({ length }) => length), fills: packets.map(([first]) => first) };
};

describe('readOggStreams', () => {
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

  it('joins a packet that continues on the next pages', () => {
    const [begin, middle, end] = [{ fill: 1 }, { fill: 2, flags: 1 }, { fill: 3, flags: 1 }];
    const pages = [oggPage({ lacing: [255], ...begin }), oggPage({ lacing: [255], ...middle })];
    expect(read(...pages, oggPage({ lacing: [5, 7], ...end })).sizes).toEqual([515, 7]);
  });

  it('leaves out what remains of a packet when one of its pages is missing', () => {
    const begin = oggPage({ lacing: [9, 255], fill: 1 });
    const end = oggPage({ lacing: [5, 7], fill: 3, flags: flags.continued });
    expect(read(begin, oggPage({ lacing: [8] })).sizes).toEqual([9, 8]);
    expect(read(end).sizes).toEqual([7]);
  });

  it('leaves out the pages of streams at the same time', () => {
    const other = oggPage({ lacing: [80], serial: 8, flags: flags.first });
    const alsoAudio = head({ serial: 9 });
    const streams = streamsOf(
      other,
      head(),
      alsoAudio,
      oggPage({ lacing: [20], serial: 9 }),
      oggPage({ lacing: [30] }),
    );
    expect(streams.map(({ packets }) => packets.map(({ length }) => length))).toEqual([[8, 30]]);
  });

  it.each([
    ['of its own serial number', 2],
    ['of the same serial number', 1],
  ])('begins another stream at a later first page, %s', (_, serial) => {
    const first = [head(), oggPage({ lacing: [10], flags: flags.last, position: 960n })];
    const second = [head({ serial }), oggPage({ lacing: [20, 30], serial, flags: flags.last, position: 480n })];
    expect(streamsOf(...first, ...second)).toMatchObject([
      { codec: 'Opus', endPosition: 960, damagedPages: 0, packets: [{ length: 8 }, { length: 10 }] },
      { codec: 'Opus', endPosition: 480, damagedPages: 0, packets: [{ length: 8 }, { length: 20 }, { length: 30 }] },
    ]);
  });

  it.each([
    ['OpusHead', 'Opus'],
    ['\x01vorbis', 'Vorbis'],
    ['\x7fFLAC', 'FLAC'],
    ['Speex   ', 'Speex'],
  ])('knows a stream that begins with %j', (content, codec) => {
    expect(streamsOf(head({ content }))).toMatchObject([{ codec }]);
  });

  it('knows no other streams', () => {
    expect(streamsOf(head({ content: 'fishead\0' }), oggPage({ lacing: [10] }))).toEqual([]);
  });

  it('skips bytes between the pages', () => {
    expect(read(bytesOf('noise'), oggPage({ lacing: [10] }), bytesOf('OggX'), oggPage({ lacing: [20] })).sizes).toEqual(
      [10, 20],
    );
  });

  it('has the position of the last page, or none when the file was cut', () => {
    const last = oggPage({ lacing: [10], flags: flags.last, position: 48_000n });
    expect(read(oggPage({ lacing: [10], position: 960n }), last).endPosition).toBe(48_000);
    expect(read(oggPage({ lacing: [10], position: 960n })).endPosition).toBeUndefined();
    const cut = read(oggPage({ lacing: [10] }), last.subarray(0, -1));
    expect([cut.sizes, cut.endPosition]).toEqual([[10], undefined]);
  });

  it('stops at a page whose header or table is cut off', () => {
    const page = oggPage({ lacing: [10, 20] });
    for (const length of [0, 20, 27, 28, 40]) expect(read(page.subarray(0, length)).sizes).toEqual([]);
  });

  it('drops a packet of more than 64 KiB', () => {
    const full = Array.from({ length: 255 }, () => 255);
    const pages = [oggPage({ lacing: full }), oggPage({ lacing: full, flags: flags.continued })];
    expect(read(...pages, oggPage({ lacing: [1, 9], flags: flags.continued })).sizes).toEqual([9]);
  });

  it('tells how many packets there are while it reads', () => {
    const counts: number[] = [];
    const page = oggPage({ lacing: [1, 1, 1] });
    readOggStreams(bytesOf(head(), page, head({ serial: 2 }), page), (count) => counts.push(count));
    expect(counts).toEqual([1, 4, 5]);
  });

  it('refuses more than 64 streams', () => {
    const streams = (count: number) =>
      Array.from({ length: count }, (_, serial) => [head({ serial }), oggPage({ lacing: [1], serial })]).flat();
    expect(streamsOf(...streams(64))).toHaveLength(64);
    expect(() => streamsOf(...streams(65))).toThrow('more than 64 streams');
  });

  it('returns packets within the file for any bytes behind a page', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const file = bytesOf(head(), oggPage({ lacing: [3] }), 'OggS', bytes);
        const packets = streamsOf(file).flatMap(({ packets }) => packets);
        expect(packets.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(file.length);
      }),
    );
  });
});

describe('damaged pages', () => {
  const numbered = (...sequences: number[]) => sequences.map((sequence) => oggPage({ lacing: [10], sequence }));

  it('are none in a file that is whole', () => {
    expect(read(...numbered(1, 2, 3)).damagedPages).toBe(0);
  });

  it('are those that are missing', () => {
    expect(read(...numbered(1, 2, 5, 6, 8)).damagedPages).toBe(3);
  });

  it('are those whose checksum is wrong; their packets are kept', () => {
    const page = oggPage({ lacing: [10], sequence: 1 });
    page[30]! ^= 1;
    expect(read(page, ...numbered(2))).toMatchObject({ damagedPages: 1, sizes: [10, 10] });
  });

  it('are not counted by a number that is damaged itself', () => {
    expect(read(...numbered(1, 70_000, 2, 3)).damagedPages).toBe(0);
  });
});
