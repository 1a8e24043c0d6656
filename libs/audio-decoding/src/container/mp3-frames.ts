import { undecodable } from '../decoding-error.js';
import { skipId3 } from '../sniff-format.js';

/** The frames of an MP3 file, before they are decoded. */
export interface Mp3Frames {
  readonly sampleRate: number;
  readonly samplesPerFrame: number;
  /** Whole frames as slices of the file, also the one that holds the encoder's tag. */
  readonly frames: readonly Uint8Array[];
  /** Frames that are cut off or have no valid header, counted by the bytes between their neighbours. */
  readonly damaged: number;
}

interface FrameHeader {
  /** The header bits that are equal in every frame of a stream: version and sample rate. */
  readonly kind: number;
  readonly length: number;
}

/** Bit rates in kbit/s by index: of MPEG-1, and of MPEG-2 and 2.5 (ISO/IEC 11172-3 and 13818-3, 2.4.2.3). */
const bitRates = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
/** Sample rates of MPEG-1 by index. */
const sampleRates = [44_100, 48_000, 32_000] as const;
/** Version bits → what divides the sample rate: MPEG-2.5, reserved, MPEG-2, MPEG-1. */
const rateDivisors = [4, 0, 2, 1] as const;
const mpeg1 = 3;

const samplesPerFrame = (kind: number) => (kind >> 2 === mpeg1 ? 1_152 : 576);
const sampleRateOf = (kind: number) => sampleRates[kind & 3]! / rateDivisors[kind >> 2]!;

/**
 * Divides an MP3 file into the frames that belong together. Tags, and bytes before the first frame, are skipped.
 * @param checkLength called with the samples so far; throws when there are too many
 * @returns undefined when there are no frames, or when their headers do not state their size (free format)
 * @throws DecodingError when the sample rate changes in the middle
 */
export function readMp3Frames(
  bytes: Uint8Array,
  checkLength: (length: number, sampleRate: number) => void,
): Mp3Frames | undefined {
  const first = findRun(bytes, 0);
  const kind = readHeader(bytes, first)?.kind;
  if (kind === undefined) return undefined;
  const found = { sampleRate: sampleRateOf(kind), samplesPerFrame: samplesPerFrame(kind) };
  const frames: Uint8Array[] = [];
  let damaged = 0;
  for (let at = first; at < bytes.length;) {
    const length = readHeader(bytes, at, kind)?.length;
    if (length === undefined) {
      const next = findFrame(bytes, at, kind);
      damaged += framesBetween(bytes.subarray(at, next), frames.at(-1)?.length);
      at = next;
    } else if (at + length > bytes.length) {
      damaged += 1;
      break;
    } else {
      checkLength(frames.push(bytes.subarray(at, at + length)) * found.samplesPerFrame, found.sampleRate);
      at += length;
    }
  }
  return { ...found, frames, damaged };
}

/** Frames after which a run of another kind is no coincidence. */
const longRun = 3;

/** Returns where frames begin that follow one another, or the end of the file. */
function findRun(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (isRun(bytes, at, longRun)) return at;
  }
  return bytes.length;
}

/** Returns where the next frame of a kind begins, which another one must follow, or the end of the file. */
function findFrame(bytes: Uint8Array, from: number, kind: number): number {
  const body = skipId3(bytes.subarray(from));
  for (let at = bytes.indexOf(0xff, bytes.length - body.length); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (isRun(bytes, at, 2, kind)) return at;
    if (isRun(bytes, at, longRun)) throw undecodable('The sample rate changes in the middle of the recording.');
  }
  return bytes.length;
}

/** Whether so many frames of one kind follow one another, or fewer up to the end of the file. */
function isRun(bytes: Uint8Array, from: number, count: number, kind?: number): boolean {
  const header = readHeader(bytes, from, kind);
  if (!header) return false;
  const next = from + header.length;
  return count === 1 || next >= bytes.length || isRun(bytes, next, count - 1, header.kind);
}

/** Reads the header of a frame of layer III (ISO/IEC 11172-3, 2.4.1.3), of a certain kind if one is given. */
function readHeader(bytes: Uint8Array, at: number, kind?: number): FrameHeader | undefined {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  const version = (second >> 3) & 3;
  const isLayer3 = ((second >> 1) & 3) === 1;
  const bitRate = bitRates[version === mpeg1 ? 0 : 1][third >> 4];
  const found = (version << 2) | ((third >> 2) & 3);
  if (first !== 0xff || second >> 5 !== 7 || !isLayer3 || version === 1 || (found & 3) === 3 || !bitRate)
    return undefined;
  if (kind !== undefined && found !== kind) return undefined;
  const length = Math.floor((samplesPerFrame(found) / 8) * ((bitRate * 1_000) / sampleRateOf(found)));
  return { kind: found, length: length + ((third >> 1) & 1) };
}

/** Magics of tags at the end of a file: ID3v1, Lyrics3, APE; and of one in the middle. */
const tags = ['TAG', 'LYRICS', 'APETAG', 'ID3'];

/** Frames that were in these bytes: none in a tag or in zeros, else at least one. */
function framesBetween(gap: Uint8Array, frameLength = Infinity): number {
  const start = String.fromCharCode(...gap.subarray(0, 8));
  if (tags.some((tag) => start.startsWith(tag)) || gap.every((byte) => byte === 0)) return 0;
  return Math.max(1, Math.round(gap.length / frameLength));
}
