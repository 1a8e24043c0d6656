/** One element of an EBML document (RFC 8794). `end` never exceeds the end of the parent. */
export interface EbmlElement {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** Whether its size exceeds the parent, as at the end of a file that was cut off. */
  readonly isCutOff: boolean;
}

/**
 * Segment and Cluster: live recorders write them with an unknown size, so their children are read as if they were
 * siblings.
 */
const enteredIds: ReadonlySet<number> = new Set([0x18538067, 0x1f43b675]);

/**
 * Yields the elements between two positions. Each header is read once, so the time is linear whatever the sizes claim.
 * Segment and Cluster are entered, not skipped, so that a missing or wrong size of theirs does no harm.
 */
export function* readElements(bytes: Uint8Array, from: number, to: number): Generator<EbmlElement> {
  for (let at = from; at < to;) {
    const idLength = vintLength(bytes[at] ?? 0, 4);
    const sizeLength = vintLength(bytes[at + idLength] ?? 0, 8);
    const start = at + idLength + sizeLength;
    if (idLength === 0 || sizeLength === 0 || start > to) return;
    const id = readUnsigned(bytes, at, at + idLength);
    if (enteredIds.has(id)) {
      at = start;
      continue;
    }
    const first = (bytes[at + idLength] ?? 0) & (0xff >> sizeLength);
    const size = first * 256 ** (sizeLength - 1) + readUnsigned(bytes, at + idLength + 1, start);
    const end = Math.min(start + size, to);
    yield { id, start, end, isCutOff: start + size > to };
    at = end;
  }
}

/** Maximum number of children that are read; further ones are padding. */
const maxChildren = 256;

export function childrenOf(bytes: Uint8Array, parent: Pick<EbmlElement, 'start' | 'end'>): EbmlElement[] {
  const children: EbmlElement[] = [];
  for (const child of readElements(bytes, parent.start, parent.end)) {
    if (children.push(child) === maxChildren) break;
  }
  return children;
}

/** Reads a big-endian unsigned number, exact up to 6 bytes. */
export function readUnsigned(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = value * 256 + (bytes[at] ?? 0);
  return value;
}

/** Length in bytes of a variable-size number, given by its first byte; 0 when it exceeds `longest`. */
export function vintLength(first: number, longest: number): number {
  const length = Math.clz32(first) - 23;
  return first !== 0 && length <= longest ? length : 0;
}
