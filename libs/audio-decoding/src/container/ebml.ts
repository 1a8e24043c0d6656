/** One element of an EBML document (RFC 8794). `end` never lies beyond the parent's end. */
export interface EbmlElement {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** Elements that live recorders write with an unknown size; their content is read as if it followed them. */
export const transparentIds: ReadonlySet<number> = new Set([0x18538067, 0x1f43b675]);

/**
 * The elements between two positions, each header read once, in linear time whatever the sizes claim. Segment and
 * Cluster are entered instead of skipped, so that a missing or wrong size of theirs costs nothing.
 */
export function* readElements(bytes: Uint8Array, from: number, to: number): Generator<EbmlElement> {
  for (let at = from; at < to;) {
    const idLength = vintLength(bytes[at] ?? 0, 4);
    const sizeLength = vintLength(bytes[at + idLength] ?? 0, 8);
    const start = at + idLength + sizeLength;
    if (idLength === 0 || sizeLength === 0 || start > to) return;
    const id = readUnsigned(bytes, at, at + idLength);
    if (transparentIds.has(id)) {
      at = start;
      continue;
    }
    const first = (bytes[at + idLength] ?? 0) & (0xff >> sizeLength);
    const size = first * 256 ** (sizeLength - 1) + readUnsigned(bytes, at + idLength + 1, start);
    const end = Math.min(start + size, to);
    yield { id, start, end };
    at = end;
  }
}

/** No element that is read as a whole has more parts than this; what lies behind them is padding. */
const mostChildren = 256;

export function childrenOf(bytes: Uint8Array, parent: EbmlElement): EbmlElement[] {
  const children: EbmlElement[] = [];
  for (const child of readElements(bytes, parent.start, parent.end)) {
    if (children.push(child) === mostChildren) break;
  }
  return children;
}

/** A big-endian number of up to 6 bytes without loss. */
export function readUnsigned(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 256 + (bytes[at] ?? 0);
  return value;
}

/** Bytes of a variable-size number, told by its first byte; 0 when it is longer than allowed. */
export function vintLength(first: number, longest: number): number {
  const length = Math.clz32(first) - 23;
  return first !== 0 && length <= longest ? length : 0;
}
