/** A page of an Ogg file (RFC 3533, section 6). */
export interface OggPage {
  readonly serial: number;
  /** Number of the page within its stream. */
  readonly sequence: number;
  /** Samples up to the end of the last packet that ends here, in the unit of the codec; −1 when none does. */
  readonly position: number;
  readonly isContinued: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly isWhole: boolean;
  /** Sizes of the segments of the body. */
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
}

const headerBytes = 27;
const flags = { continued: 0x01, first: 0x02, last: 0x04 } as const;

/** Yields the pages of a file; bytes between them are skipped. A page that is cut off at the end is left out. */
export function* readOggPages(bytes: Uint8Array): Generator<OggPage> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = findPage(bytes, 0); at >= 0;) {
    const segments = bytes[at + 26] ?? 0;
    const start = at + headerBytes + segments;
    const lacing = bytes.subarray(at + headerBytes, start);
    const end = start + lacing.reduce((sum, size) => sum + size, 0);
    if (lacing.length < segments || end > bytes.length) return;
    const type = bytes[at + 5] ?? 0;
    yield {
      serial: view.getUint32(at + 14, true),
      sequence: view.getUint32(at + 18, true),
      position: Number(view.getBigInt64(at + 6, true)),
      isContinued: (type & flags.continued) !== 0,
      isFirst: (type & flags.first) !== 0,
      isLast: (type & flags.last) !== 0,
      isWhole: pageChecksum(bytes.subarray(at, end)) === view.getUint32(at + 22, true),
      lacing,
      body: bytes.subarray(start, end),
    };
    at = findPage(bytes, end);
  }
}

/** Returns the offset of the next capture pattern "OggS" with a whole header, or −1. */
function findPage(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x4f, from); at >= 0; at = bytes.indexOf(0x4f, at + 1)) {
    if (at + headerBytes > bytes.length) return -1;
    if (bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53) return at;
  }
  return -1;
}

/** CRC-32 with the polynomial 0x04C11DB7, not reflected, from 0, over the page with zeros for its checksum. */
export function pageChecksum(page: Uint8Array): number {
  let value = 0;
  for (let at = 0; at < page.length; at++) {
    const byte = at >= 22 && at < 26 ? 0 : page[at]!;
    value = (value << 8) ^ checksumTable[(value >>> 24) ^ byte]!;
  }
  return value >>> 0;
}

const checksumTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});
