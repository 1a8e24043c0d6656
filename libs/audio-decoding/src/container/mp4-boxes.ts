import { readUnsigned } from './ebml.js';

/** One box of an ISO base media file (ISO/IEC 14496-12, 4.2); its content lies between `start` and `end`. */
export interface Box {
  readonly type: string;
  /** First byte of the box's header. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** Yields the boxes between two positions. A box that claims more than its parent holds ends with the parent. */
export function* readBoxes(bytes: Uint8Array, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to;) {
    const declared = readUnsigned(bytes, at, at + 4);
    const header = declared === 1 ? 16 : 8;
    const size = declared === 1 ? readUnsigned(bytes, at + 8, at + 16) : declared === 0 ? to - at : declared;
    if (size < header) return;
    const end = Math.min(at + size, to);
    yield { type: textAt(bytes, at + 4, 4), at, start: Math.min(at + header, end), end };
    at = end;
  }
}

/** Returns the first box at the end of a path of types, or undefined. */
export function findBox(bytes: Uint8Array, within: Box, ...path: string[]): Box | undefined {
  let current: Box | undefined = within;
  for (const type of path) {
    current = current && childOf(bytes, current, type);
  }
  return current;
}

function childOf(bytes: Uint8Array, parent: Box, type: string): Box | undefined {
  for (const box of readBoxes(bytes, parent.start, parent.end)) if (box.type === type) return box;
  return undefined;
}

export function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Reads big-endian numbers inside one box; beyond its end everything reads as 0. */
export class BoxReader {
  at: number;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly box: Box,
    skip = 0,
  ) {
    this.at = box.start + skip;
  }

  get left(): number {
    return this.box.end - this.at;
  }

  next(size: 1 | 2 | 3 | 4 | 8): number {
    const value = this.at + size <= this.box.end ? readUnsigned(this.bytes, this.at, this.at + size) : 0;
    this.at += size;
    return value;
  }
}
