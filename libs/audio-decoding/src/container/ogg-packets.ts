import type { PcmCollector } from '../pcm-collector.js';

/** The packets of the first stream of an Ogg file. */
export interface OggPackets {
  readonly packets: readonly Uint8Array[];
  /** Granule position of the last page; undefined when the file was cut. */
  readonly endPosition: number | undefined;
}

const headerBytes = 27;
const endOfStream = 0x04;
/** A packet can continue over 255-byte segments and pages; a longer one is not audio. */
const longestPacket = 65_536;

/** Joins the segments of the pages into packets (RFC 3533, section 6). An incomplete page ends the stream. */
export function readOggPackets(bytes: Uint8Array, collector: PcmCollector): OggPackets {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packets: Uint8Array[] = [];
  let serial: number | undefined;
  let endPosition: number | undefined;
  let open: Uint8Array[] = [];
  for (let at = findPage(bytes, 0); at >= 0;) {
    const segments = bytes[at + 26] ?? 0;
    const table = bytes.subarray(at + headerBytes, at + headerBytes + segments);
    const body = at + headerBytes + segments;
    const end = body + table.reduce((sum, size) => sum + size, 0);
    if (table.length < segments || end > bytes.length) break;
    serial ??= view.getUint32(at + 14, true);
    if (view.getUint32(at + 14, true) === serial) {
      open = readPage(bytes, { body, table }, open, packets);
      collector.checkPackets(packets.length);
      if ((bytes[at + 5] ?? 0) & endOfStream) endPosition = Number(view.getBigInt64(at + 6, true));
    }
    at = findPage(bytes, end);
  }
  return { packets, endPosition };
}

/** Adds the packets that end on this page. @returns the pieces of the packet that continues */
function readPage(
  bytes: Uint8Array,
  page: { body: number; table: Uint8Array },
  open: Uint8Array[],
  into: Uint8Array[],
): Uint8Array[] {
  let at = page.body;
  let pieces = open;
  for (const size of page.table) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
    if (size === 255) continue;
    const packet = join(pieces);
    if (packet.length > 0 && packet.length <= longestPacket) into.push(packet);
    pieces = [];
  }
  return pieces;
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Returns the offset of the next capture pattern "OggS" with a whole header, or −1. */
function findPage(bytes: Uint8Array, from: number): number {
  for (let at = from; at + headerBytes <= bytes.length; at++) {
    if (bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53) return at;
  }
  return -1;
}
