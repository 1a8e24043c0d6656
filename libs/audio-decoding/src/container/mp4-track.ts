import { BoxReader, findBox, readBoxes, textAt, type Box } from './mp4-boxes.js';

/** Description of the audio track of an MP4 file. */
export interface Mp4Track {
  readonly id: number;
  readonly table: Box;
  readonly codec: string;
  /** AudioSpecificConfig of AAC, OpusHead of Opus. */
  readonly description: Uint8Array | undefined;
  readonly channels: number;
  /** Seconds at the front that the edit list leaves out: the encoder's priming. */
  readonly skipSeconds: number;
}

export function findAudioTrack(bytes: Uint8Array, movie: Box): Mp4Track | undefined {
  for (const trak of readBoxes(bytes, movie.start, movie.end)) {
    if (trak.type !== 'trak') continue;
    const handler = findBox(bytes, trak, 'mdia', 'hdlr');
    const table = findBox(bytes, trak, 'mdia', 'minf', 'stbl');
    const entries = table && findBox(bytes, table, 'stsd');
    if (!handler || !table || !entries || textAt(bytes, handler.start + 8, 4) !== 'soun') continue;
    const [entry] = readBoxes(bytes, entries.start + 8, entries.end);
    if (entry)
      return { id: readTrackId(bytes, trak), table, ...readEntry(bytes, entry), skipSeconds: readSkip(bytes, trak) };
  }
  return undefined;
}

function readTrackId(bytes: Uint8Array, trak: Box): number {
  const box = findBox(bytes, trak, 'tkhd');
  return box ? new BoxReader(bytes, box, bytes[box.start] === 1 ? 20 : 12).next(4) : 0;
}

/** Reads a sample entry (ISO/IEC 14496-12, 12.2.3); QuickTime's versions 1 and 2 add 16 and 36 bytes. */
function readEntry(bytes: Uint8Array, entry: Box) {
  const version = new BoxReader(bytes, entry, 8).next(2);
  const from = entry.start + 28 + (version === 1 ? 16 : version === 2 ? 36 : 0);
  const children = { ...entry, start: Math.min(from, entry.end) };
  const opus = findBox(bytes, children, 'dOps');
  const esds = findBox(bytes, children, 'esds') ?? findBox(bytes, children, 'wave', 'esds');
  const channels = opus ? (bytes[opus.start + 1] ?? 1) : new BoxReader(bytes, entry, 16).next(2);
  if (opus) return { codec: entry.type, description: opusHead(bytes, opus), channels };
  const { objectType = 0, description } = esds ? decoderConfig(bytes, esds) : {};
  return { codec: mpegCodecs[objectType] ?? entry.type, description, channels };
}

/** Object types that a sample entry `mp4a` may have beside AAC (ISO/IEC 14496-1, table 5) → the entry of their own. */
const mpegCodecs: Readonly<Record<number, string>> = { 0x69: '.mp3', 0x6b: '.mp3', 0xa5: 'ac-3', 0xa6: 'ec-3' };

/** Reads descriptor 5 inside 4 inside 3 (ISO/IEC 14496-1, 7.2.6): tag, size in 7-bit bytes, content. */
function decoderConfig(bytes: Uint8Array, esds: Box) {
  const config: { objectType?: number | undefined; description?: Uint8Array } = {};
  const reader = new BoxReader(bytes, esds, 4);
  while (reader.left > 2) {
    const tag = reader.next(1);
    let size = 0;
    for (let more = 0x80, k = 0; more && k < 4; k++) {
      const byte = reader.next(1);
      size = size * 128 + (byte & 0x7f);
      more = byte & 0x80;
    }
    if (tag === 5) config.description = bytes.subarray(reader.at, Math.min(reader.at + size, esds.end));
    if (tag !== 3 && tag !== 4) break;
    if (tag === 4) config.objectType = bytes[reader.at];
    reader.at += tag === 3 ? 3 : 13;
  }
  return config;
}

/** Converts the header to that of RFC 7845: MP4 stores it big-endian and without its magic. */
function opusHead(bytes: Uint8Array, box: Box): Uint8Array {
  const reader = new BoxReader(bytes, box, 1);
  const channels = reader.next(1);
  const preSkip = reader.next(2);
  return Uint8Array.from([...Buffer.from('OpusHead'), 1, channels, preSkip & 0xff, preSkip >> 8, 0, 0, 0, 0, 0, 0, 0]);
}

/** Media time of the first edit that is not empty, in seconds (ISO/IEC 14496-12, 8.6.6). */
function readSkip(bytes: Uint8Array, trak: Box): number {
  const edits = findBox(bytes, trak, 'edts', 'elst');
  const header = findBox(bytes, trak, 'mdia', 'mdhd');
  if (!edits || !header) return 0;
  const timescale = new BoxReader(bytes, header, bytes[header.start] === 1 ? 20 : 12).next(4);
  const width = bytes[edits.start] === 1 ? 8 : 4;
  const reader = new BoxReader(bytes, edits, 4);
  const empty = 256 ** width - 1;
  for (let left = Math.min(reader.next(4), 8); left > 0; left--) {
    reader.next(width);
    const mediaTime = reader.next(width);
    reader.at += 4;
    if (mediaTime !== empty) return timescale > 0 ? mediaTime / timescale : 0;
  }
  return 0;
}
