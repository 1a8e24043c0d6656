/** One element of an EBML document (RFC 8794). `end` never exceeds the end of the parent. */
export interface EbmlElement {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** Whether its header is damaged, or its size exceeds the parent, as at the end of a file that was cut off. */
  readonly isDamaged: boolean;
}

/**
 * Segment and Cluster: live recorders write them with an unknown size, so their children are read as if they were
 * siblings.
 */
const clusterId = 0x1f43b675;
const enteredIds: ReadonlySet<number> = new Set([0x18538067, clusterId]);

/**
 * Yields the elements between two positions. Each byte is read once, so the time is linear whatever the sizes claim.
 * Segment and Cluster are entered, not skipped, so that a missing or wrong size of theirs does no harm. A damaged element
 * ends where the next Cluster begins.
 */
export function* readElements(bytes: Uint8Array, from: number, to: number): Generator<EbmlElement> {
  for (let at = from; at < to;) {
    const header = readHeader(bytes, at, to);
    if (header && enteredIds.has(header.id)) {
      at = header.start;
      continue;
    }
    const { id, start, size } = header ?? { id: 0, start: at, size: Infinity };
    const isDamaged = start + size > to;
    const end = isDamaged ? findCluster(bytes, Math.max(start, at + 1), to) : start + size;
    yield { id, start, end, isDamaged };
    at = end;
  }
}

function readHeader(bytes: Uint8Array, at: number, to: number) {
  const idLength = vintLength(bytes[at] ?? 0, 4);
  const sizeLength = vintLength(bytes[at + idLength] ?? 0, 8);
  const start = at + idLength + sizeLength;
  if (idLength === 0 || sizeLength === 0 || start > to) return undefined;
  const first = (bytes[at + idLength] ?? 0) & (0xff >> sizeLength);
  const size = first * 256 ** (sizeLength - 1) + readUnsigned(bytes, at + idLength + 1, start);
  return { id: readUnsigned(bytes, at, at + idLength), start, size };
}

/** Returns where the next Cluster begins, or the end. */
function findCluster(bytes: Uint8Array, from: number, to: number): number {
  // A search beyond the end would make the time quadratic.
  const within = bytes.subarray(0, to);
  for (let at = within.indexOf(0x1f, from); at >= 0; at = within.indexOf(0x1f, at + 1)) {
    if (readUnsigned(within, at, at + 4) === clusterId) return at;
  }
  return to;
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
