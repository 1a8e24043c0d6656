/** Container formats that are told apart by content. */
export const audioFormats = ['wav', 'mp3', 'aac', 'm4a', 'flac', 'ogg', 'webm'] as const;
export type AudioFormat = (typeof audioFormats)[number];

const ascii = (bytes: Uint8Array, at: number, length: number) =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** Signatures at the start of the file, tried in order. */
const signatures: ReadonlyArray<readonly [AudioFormat, (bytes: Uint8Array) => boolean]> = [
  ['wav', (b) => ['RIFF', 'RF64'].includes(ascii(b, 0, 4)) && ascii(b, 8, 4) === 'WAVE'],
  ['flac', (b) => ascii(b, 0, 4) === 'fLaC'],
  ['ogg', (b) => ascii(b, 0, 4) === 'OggS'],
  ['webm', (b) => b[0] === 0x1a && b[1] === 0x45 && b[2] === 0xdf && b[3] === 0xa3],
  ['m4a', (b) => ['ftyp', 'moov', 'moof', 'styp'].includes(ascii(b, 4, 4))],
  ['aac', isAdtsHeader],
  ['mp3', isMp3Header],
];

/** Returns the format by content; skips ID3v2 tags at the front. Null for an unknown format. */
export function sniffFormat(bytes: Uint8Array): AudioFormat | null {
  const body = skipId3(bytes);
  const found = signatures.find(([, matches]) => matches(body));
  if (found) return found[0];
  // A tag before unknown bytes is an MP3 file whose first frames are damaged; the decoder may find a later one.
  return body.length < bytes.length ? 'mp3' : null;
}

/** ADTS: 12 sync bits, layer 00 (ISO/IEC 14496-3, 1.A.2). */
function isAdtsHeader(b: Uint8Array): boolean {
  return b[0] === 0xff && ((b[1] ?? 0) & 0xf6) === 0xf0 && (((b[2] ?? 0) >> 2) & 0xf) < 13;
}

/** MPEG audio: 11 sync bits, no reserved version, layer III, bit rate or sample rate (ISO/IEC 11172-3, 2.4.2.3). */
function isMp3Header(b: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = b;
  const version = (second >> 3) & 3;
  const layer = (second >> 1) & 3;
  return (
    first === 0xff && second >> 5 === 7 && version !== 1 && layer === 1 && third >> 4 !== 15 && ((third >> 2) & 3) !== 3
  );
}

/**
 * Returns the bytes after any ID3v2 tags at the front (their length is a 28-bit number in 7-bit bytes, id3.org, section
 * 3.1).
 */
export function skipId3(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(Math.min(endOfTags(bytes, 0), bytes.length));
}

/** Bytes after any tags in which every signature lies. */
const signatureBytes = 12;

/**
 * Returns how many bytes at the front of a file `sniffFormat` needs, as far as the given ones tell: those of the tags and
 * of the signature. Ask again with that many, because another tag may follow.
 * @param known what an earlier call with fewer bytes of the same file returned
 */
export function bytesToSniff(bytes: Uint8Array, known = signatureBytes): number {
  return endOfTags(bytes, known - signatureBytes) + signatureBytes;
}

/** The position after the tags that begin at `at`; beyond the bytes when these do not hold the last one whole. */
function endOfTags(bytes: Uint8Array, at: number): number {
  while (bytes[at] === 0x49 && bytes[at + 1] === 0x44 && bytes[at + 2] === 0x33 && at + 10 <= bytes.length) {
    const start = at;
    const digit = (index: number) => (bytes[start + index] ?? 0) & 0x7f;
    at += 10 + ((digit(6) << 21) | (digit(7) << 14) | (digit(8) << 7) | digit(9));
  }
  return at;
}
