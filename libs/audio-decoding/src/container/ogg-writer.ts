import { pageChecksum } from './ogg-pages.js';

const maxSegments = 255;
const headerBytes = 27;

/** Segments that a packet takes: full ones of 255 bytes, and one shorter one that ends it. */
const segmentsOf = (packet: Uint8Array) => Math.floor(packet.length / 255) + 1;

/** Yields the pages of one stream (RFC 3533, section 6), the first packet on a page of its own, at most `perPage` on each. */
export function* writeOggPages(packets: Iterable<Uint8Array>, perPage: number): Generator<Uint8Array> {
  let page: Uint8Array[] = [];
  let [segments, sequence] = [0, 0];
  for (const packet of packets) {
    const isFull = page.length === (sequence === 0 ? 1 : perPage) || segments + segmentsOf(packet) > maxSegments;
    if (isFull && page.length > 0) {
      yield writePage(page, sequence++);
      [page, segments] = [[], 0];
    }
    page.push(packet);
    segments += segmentsOf(packet);
  }
  if (page.length > 0) yield writePage(page, sequence);
}

/** Whether a packet fits on a page. */
export const fitsOnPage = (packet: Uint8Array): boolean => segmentsOf(packet) <= maxSegments;

function writePage(packets: readonly Uint8Array[], sequence: number): Uint8Array {
  const lacing = packets.flatMap((packet) => [...Array<number>(segmentsOf(packet) - 1).fill(255), packet.length % 255]);
  const page = Buffer.concat([new Uint8Array(headerBytes), Uint8Array.from(lacing), ...packets]);
  page.write('OggS', 0, 'latin1');
  page[5] = sequence === 0 ? 0x02 : 0;
  page.writeUInt32LE(1, 14);
  page.writeUInt32LE(sequence, 18);
  page[26] = lacing.length;
  page.writeUInt32LE(pageChecksum(page), 22);
  return new Uint8Array(page.buffer, page.byteOffset, page.length);
}
