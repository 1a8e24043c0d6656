/** Codes of three bits that begin a syntactic element (ISO/IEC 14496-3, table 4.85). */
const fillElement = 6;
const endElement = 7;
/** Kinds of fill elements that carry spectral band replication, with and without a checksum (table 4.105). */
const sbrKinds: readonly number[] = [13, 14];
const paddingKinds: readonly number[] = [0, 1];
/** Fill elements with padding that encoders of a constant bit rate put behind the replication. */
const maxPadding = 2;
/** Longest fill element in bytes: 14 and an extra count of 8 bits (4.4.2.7). */
const longestFill = 269;
/** Frames at the front that are looked at: ten seconds or more. */
const framesLookedAt = 500;
/** Share of the frames above which the finds are no coincidence: by chance it is some 2 %, of HE-AAC more than 85 %. */
const minShare = 0.5;

/**
 * Whether AAC frames carry spectral band replication (HE-AAC). A file need not say so: a decoder of AAC-LC decodes it without
 * an error to half the sample rate, without the upper half of its spectrum.
 *
 * The replication is in a fill element, which stands before the end element. Only a decoder knows where that begins. So this
 * looks backwards from the end for a header that states the length up to the end.
 */
export function hasBandReplication(frames: readonly Uint8Array[]): boolean {
  const looked = frames.slice(0, framesLookedAt);
  return looked.filter(endsInReplication).length > minShare * looked.length;
}

const endsInReplication = (frame: Uint8Array) => isReplicationBefore(frame, endOfElements(frame), maxPadding);

/** Whether a fill element with replication ends at a bit, or one with padding that follows it. */
function isReplicationBefore(frame: Uint8Array, end: number, padding: number): boolean {
  for (let bytes = 1; bytes <= longestFill; bytes++) {
    const content = end - 8 * bytes;
    const header = content - (bytes < 15 ? 7 : 15);
    if (header < 0) return false;
    if (!isFill(frame, header, bytes)) continue;
    const kind = readBits(frame, content, 4);
    if (sbrKinds.includes(kind)) return true;
    if (paddingKinds.includes(kind) && padding > 0 && isReplicationBefore(frame, header, padding - 1)) return true;
  }
  return false;
}

/** The bit at which the end element begins: zeros fill up the byte behind it. −1 when there is none. */
function endOfElements(frame: Uint8Array): number {
  for (let bit = 8 * frame.length - 3; bit >= 8 * frame.length - 10; bit--) {
    if (readBits(frame, bit, 3) === endElement) return bit;
    if (readBits(frame, bit + 2, 1) !== 0) return -1;
  }
  return -1;
}

/** Whether a fill element with so many bytes has its header here: code, count of 4 bits, 15 and 8 bits more for more. */
function isFill(frame: Uint8Array, at: number, bytes: number): boolean {
  if (readBits(frame, at, 3) !== fillElement) return false;
  const count = readBits(frame, at + 3, 4);
  return bytes < 15 ? count === bytes : count === 15 && readBits(frame, at + 7, 8) === bytes - 14;
}

function readBits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let bit = at; bit < at + count; bit++) value = (value << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  return value;
}
