import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { childrenOf, readElements, readUnsigned, vintLength, type EbmlElement } from '../container/ebml.js';
import { decodeOpusPackets } from '../codec/opus.js';
import { decodeVorbisPackets } from '../codec/vorbis.js';

/** Element ids (RFC 9559, section 5). */
const ids = {
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
} as const;

const audioTrack = 2;
const lacingBits = 0x06;

interface Track {
  readonly number: number;
  readonly codec: string;
  readonly description: Uint8Array | undefined;
}

type PacketDecoder = (
  packets: readonly Uint8Array[],
  description: Uint8Array | undefined,
  collector: PcmCollector,
) => Promise<void>;

/** Codec id (RFC 9559, section 21.1) → decoder. */
const decoders: Partial<Record<string, PacketDecoder>> = {
  A_OPUS: (packets, description, collector) =>
    decodeOpusPackets({ packets, description, channels: description?.[9] ?? 1 }, collector),
  A_VORBIS: (packets, description, collector) =>
    decodeVorbisPackets({ packets, headers: description ? splitXiphLacing(description) : [] }, collector),
};

/**
 * Decodes WebM and Matroska with Opus or Vorbis, also as live recorders write them: unknown sizes, no duration, no cues.
 */
export async function decodeWebm(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const { track, packets, lacedBlocks, damaged } = readTrack(bytes, collector);
  if (!track) throw undecodable('The WebM file has no audio track.');
  const decode = decoders[track.codec];
  if (!decode) throw unsupported(`WebM audio of the kind ${track.codec} is not supported; Opus and Vorbis are.`);
  // A few laced blocks among others are blocks whose flags are damaged.
  if (lacedBlocks > packets.length) throw unsupported('WebM with laced frames is not supported.');
  if (packets.length === 0) throw undecodable('The audio track is empty.');
  collector.addDamage(lacedBlocks + damaged);
  await decode(packets, track.description, collector);
  return collector.finish();
}

function readTrack(bytes: Uint8Array, collector: PcmCollector) {
  let track: Track | undefined;
  const packets: Uint8Array[] = [];
  let [lacedBlocks, damaged] = [0, 0];
  for (const element of readElements(bytes, 0, bytes.length)) {
    if (element.id === ids.tracks) track ??= findAudioTrack(bytes, element);
    if (element.isDamaged) damaged += 1;
    for (const block of blocksOf(bytes, element)) {
      const frame = track && !block.isDamaged && frameOf(bytes, block, track.number);
      if (!frame) continue;
      if (frame.isLaced) lacedBlocks += 1;
      else packets.push(frame.data);
      collector.checkPackets(packets.length + lacedBlocks);
    }
  }
  return { track, packets, lacedBlocks, damaged };
}

/** Divides the headers of Vorbis: their number − 1, the sizes of all but the last in bytes of up to 255, their content. */
function splitXiphLacing(bytes: Uint8Array): Uint8Array[] {
  const sizes: number[] = [];
  let at = 1;
  for (let left = Math.min(bytes[0] ?? 0, 2); left > 0; left--) {
    let size = 0;
    for (let byte = 255; byte === 255; size += byte) byte = bytes[at++] ?? 0;
    sizes.push(size);
  }
  return [...sizes, bytes.length].map((size) => {
    const header = bytes.subarray(at, at + size);
    at += size;
    return header;
  });
}

function findAudioTrack(bytes: Uint8Array, tracks: EbmlElement): Track | undefined {
  for (const entry of childrenOf(bytes, tracks)) {
    if (entry.id !== ids.trackEntry) continue;
    const fields = new Map(childrenOf(bytes, entry).map((field) => [field.id, field]));
    const number = (id: number) => readUnsigned(bytes, fields.get(id)?.start ?? 0, fields.get(id)?.end ?? 0);
    const content = (id: number) => bytes.subarray(fields.get(id)?.start ?? 0, fields.get(id)?.end ?? 0);
    if (number(ids.trackType) !== audioTrack) continue;
    return {
      number: number(ids.trackNumber),
      codec: String.fromCharCode(...content(ids.codecId).subarray(0, 32)).replace(/[^\x20-\x7e]/g, ''),
      description: fields.has(ids.codecPrivate) ? content(ids.codecPrivate) : undefined,
    };
  }
  return undefined;
}

function blocksOf(bytes: Uint8Array, element: EbmlElement): EbmlElement[] {
  if (element.id === ids.simpleBlock) return [element];
  if (element.id !== ids.blockGroup) return [];
  return childrenOf(bytes, element).filter(({ id }) => id === ids.block);
}

/** Returns the frame of a block of the wanted track: track number, 16-bit time, flags, frame (RFC 9559, section 10). */
function frameOf(bytes: Uint8Array, block: EbmlElement, trackNumber: number) {
  const length = vintLength(bytes[block.start] ?? 0, 8);
  const number = ((bytes[block.start] ?? 0) & (0xff >> length)) * 256 ** Math.max(0, length - 1);
  const rest = readUnsigned(bytes, block.start + 1, block.start + length);
  const frame = block.start + length + 3;
  if (length === 0 || frame >= block.end || number + rest !== trackNumber) return undefined;
  return { data: bytes.subarray(frame, block.end), isLaced: ((bytes[frame - 1] ?? 0) & lacingBits) !== 0 };
}
