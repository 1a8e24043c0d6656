import { undecodable } from '../decoding-error.js';

export interface FlacStream {
  readonly sampleRate: number;
  readonly channels: number;
  /** Offset of the first frame. */
  readonly start: number;
}

/** One frame of a stream, from its header to that of the next. */
export interface FlacFrame {
  readonly data: Uint8Array;
  /** Samples per channel that its header states. */
  readonly samples: number;
  /** Frames of this size that are missing before it. */
  readonly lost: number;
  readonly isLast: boolean;
}

interface FrameHeader {
  /** Frame number, or number of the first sample where block sizes vary. */
  readonly position: number;
  /** The header bits that are equal in every frame of a stream. */
  readonly kind: number;
  readonly samples: number;
}

/** Reads the headers before the frames (RFC 9639, sections 8.1 and 8.2). */
export function readFlacStream(bytes: Uint8Array): FlacStream {
  const byte = (at: number) => bytes[at] ?? 0;
  if ((byte(4) & 0x7f) !== 0 || bytes.length < 42) throw undecodable('The FLAC file has no stream description.');
  const sampleRate = (byte(18) << 12) | (byte(19) << 4) | (byte(20) >> 4);
  const channels = ((byte(20) >> 1) & 7) + 1;
  let start = 4;
  for (let last = false; !last && start + 4 <= bytes.length;) {
    last = byte(start) >= 0x80;
    start += 4 + ((byte(start + 1) << 16) | (byte(start + 2) << 8) | byte(start + 3));
  }
  return { sampleRate, channels, start };
}

/** Maximum number of frames lost to damage; a header that claims a larger step is a coincidence. */
const maxLostFrames = 4_096;
const longestBlock = 65_536;

/**
 * Divides a stream into frames, one at a time. A header counts only if its checksum is right, its kind equals that of
 * the previous header and its position is later, because the data of a frame may look like a header by chance.
 */
export function* readFlacFrames(bytes: Uint8Array, start: number): Generator<FlacFrame> {
  let open: { at: number; header: FrameHeader; lost: number } | undefined;
  const frameUpTo = (end: number) => ({
    data: bytes.subarray(open!.at, end),
    samples: open!.header.samples,
    lost: open!.lost,
    isLast: end === bytes.length,
  });
  for (let at = bytes.indexOf(0xff, start); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const header = readHeader(bytes, at);
    if (!header || (open && !follows(header, open.header))) continue;
    const lost = open ? framesBetween(open.header, header) : 0;
    if (open) yield frameUpTo(at);
    open = { at, header, lost };
  }
  if (open) yield frameUpTo(bytes.length);
}

function framesBetween(header: FrameHeader, next: FrameHeader): number {
  const gap = next.position - header.position;
  return header.kind & 1 ? Math.max(0, Math.round(gap / header.samples) - 1) : gap - 1;
}

function follows(next: FrameHeader, header: FrameHeader): boolean {
  const varying = (header.kind & 1) === 1;
  const gap = next.position - header.position;
  return next.kind === header.kind && gap > 0 && gap <= maxLostFrames * (varying ? longestBlock : 1);
}

/** Reads a frame header (RFC 9639, section 9.1): sync code, sizes, channels, coded number, uncommon sizes, checksum. */
function readHeader(bytes: Uint8Array, at: number): FrameHeader | undefined {
  const [second = 0, third = 0, fourth = 0] = bytes.subarray(at + 1, at + 4);
  const [blockCode, rateCode] = [third >> 4, third & 15];
  if (second >> 1 !== 0x7c || blockCode === 0 || rateCode === 15 || fourth & 1) return undefined;
  const number = readCodedNumber(bytes, at + 4);
  if (!number) return undefined;
  const afterBlock = number.end + (blockCode === 6 ? 1 : blockCode === 7 ? 2 : 0);
  const end = afterBlock + (rateCode === 12 ? 1 : rateCode > 12 ? 2 : 0);
  if (end >= bytes.length || checksum8(bytes, at, end) !== bytes[end]) return undefined;
  // The stereo coding may differ from frame to frame, so the channels are not part of the kind.
  const kind = (second & 1) | (rateCode << 1) | ((fourth & 0x0e) << 5);
  return { position: number.value, kind, samples: blockSize(bytes, blockCode, number.end) };
}

/** Block size by its code (RFC 9639, section 9.1.1); two codes put it behind the frame number. */
function blockSize(bytes: Uint8Array, code: number, at: number): number {
  if (code === 6) return (bytes[at] ?? 0) + 1;
  if (code === 7) return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)) + 1;
  return code === 1 ? 192 : code < 6 ? 144 << code : 1 << code;
}

/** Reads the number in the extended UTF-8 of section 9.1.5: up to 36 bits in 7 bytes. */
function readCodedNumber(bytes: Uint8Array, at: number): { value: number; end: number } | undefined {
  const first = bytes[at] ?? 0xff;
  const length = first < 0x80 ? 1 : Math.clz32(~first & 0xff) - 24;
  if (first === 0xff || (first >= 0x80 && length === 1)) return undefined;
  let value = length === 1 ? first : first & (0x7f >> length);
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index] ?? 0;
    if (byte >> 6 !== 2) return undefined;
    value = value * 64 + (byte & 0x3f);
  }
  return { value, end: at + length };
}

/** Whether a whole frame ends in its checksum, CRC-16 with the polynomial x¹⁶ + x¹⁵ + x² + 1 (RFC 9639, section 9.3). */
export function isWholeFrame(frame: Uint8Array): boolean {
  let value = 0;
  for (let at = 0; at < frame.length; at++) value = ((value << 8) & 0xffff) ^ table16[(value >> 8) ^ frame[at]!]!;
  // The checksum of data followed by its checksum is 0.
  return value === 0;
}

const table16 = Uint16Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 8;
  for (let bit = 0; bit < 8; bit++) value = value & 0x8000 ? (value << 1) ^ 0x8005 : value << 1;
  return value;
});

/** CRC-8 with the polynomial x⁸ + x² + x + 1, one entry per byte value (RFC 9639, section 9.1.8). */
const checksumTable = Uint8Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80 ? (value << 1) ^ 0x07 : value << 1;
  return value;
});

/** CRC-8 of a frame header that ends before `end`. */
function checksum8(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) value = checksumTable[value ^ bytes[at]!]!;
  return value;
}
