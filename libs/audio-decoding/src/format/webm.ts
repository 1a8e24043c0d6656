import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { childrenOf, readElements, readUnsigned, vintLength, type EbmlElement } from '../container/ebml.js';
import { decodeOpusPackets } from '../codec/opus.js';

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

/** Decodes WebM and Matroska with Opus, also as live recorders write them: unknown sizes, no duration, no cues. */
export async function decodeWebm(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  let track: Track | undefined;
  const packets: Uint8Array[] = [];
  for (const element of readElements(bytes, 0, bytes.length)) {
    if (element.id === ids.tracks) track ??= findAudioTrack(bytes, element);
    for (const block of blocksOf(bytes, element)) {
      const packet = track && packetOf(bytes, block, track.number);
      if (!packet) continue;
      packets.push(packet);
      collector.checkPackets(packets.length);
    }
  }
  if (!track) throw undecodable('The WebM file has no audio track.');
  if (track.codec !== 'A_OPUS') throw unsupported(`WebM audio of the kind ${track.codec} is not supported.`);
  if (packets.length === 0) throw undecodable('The audio track is empty.');
  const channels = track.description?.[9] ?? 1;
  return decodeOpusPackets({ packets, description: track.description, channels }, collector);
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
function packetOf(bytes: Uint8Array, block: EbmlElement, trackNumber: number): Uint8Array | undefined {
  const length = vintLength(bytes[block.start] ?? 0, 8);
  const number = ((bytes[block.start] ?? 0) & (0xff >> length)) * 256 ** Math.max(0, length - 1);
  const rest = readUnsigned(bytes, block.start + 1, block.start + length);
  const frame = block.start + length + 3;
  if (length === 0 || frame >= block.end || number + rest !== trackNumber) return undefined;
  if ((bytes[frame - 1] ?? 0) & lacingBits) throw unsupported('WebM with laced frames is not supported.');
  return bytes.subarray(frame, block.end);
}
