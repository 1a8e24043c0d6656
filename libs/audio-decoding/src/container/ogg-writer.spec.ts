import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf } from '../fixtures/crafted-containers.js';
import { readOggPages } from './ogg-pages.js';
import { readOggStreams } from './ogg-streams.js';
import { fitsOnPage, writeOggPages } from './ogg-writer.js';

const first = bytesOf('\x01vorbis');
const pagesOf = (packets: Uint8Array[], perPage = 3) => [...readOggPages(bytesOf(...writeOggPages(packets, perPage)))];

describe('writeOggPages', () => {
  it('writes what the reader reads, whatever the sizes', () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 600 }), fc.constantFrom(255, 510, 9_000)), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 8 }), (each, perPage) => {
        const packets = [first, ...each.map((size, index) => new Uint8Array(size).fill(index))];
        const [stream] = readOggStreams(bytesOf(...writeOggPages(packets, perPage)), () => undefined);
        expect(stream?.damagedPages).toBe(0);
        expect(stream?.packets.map(({ length }) => length)).toEqual(packets.map(({ length }) => length));
        expect(Buffer.concat([...stream!.packets]).equals(Buffer.concat(packets))).toBe(true);
      }),
    );
  });

  it('puts the first packet on a page of its own, and no more than it is told on the others', () => {
    const packets = Array.from({ length: 8 }, () => new Uint8Array(10));
    const pages = pagesOf(packets);
    expect(pages.map(({ lacing }) => lacing.length)).toEqual([1, 3, 3, 1]);
    expect(pages.map(({ isFirst }) => isFirst)).toEqual([true, false, false, false]);
    expect(pages.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3]);
  });

  it('begins a page where a packet does not fit', () => {
    const large = new Uint8Array(40_000);
    expect(pagesOf([first, large, large]).map(({ body }) => body.length)).toEqual([7, 40_000, 40_000]);
    expect([65_024, 65_025].map((size) => fitsOnPage(new Uint8Array(size)))).toEqual([true, false]);
  });

  it('writes nothing for no packets', () => {
    expect(pagesOf([])).toEqual([]);
  });
});
