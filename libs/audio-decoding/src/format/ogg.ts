import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { readUnsigned } from '../container/ebml.js';
import { readOggPackets } from '../container/ogg-packets.js';
import { decodeOpusPackets } from '../codec/opus.js';
import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';

const maxVorbisChannels = 8;

type OggDecoder = (bytes: Uint8Array, collector: PcmCollector) => Promise<DecodedSamples>;

/** First bytes of the first packet of a stream → its decoder. */
const codecs: ReadonlyArray<readonly [string, OggDecoder]> = [
  ['OpusHead', decodeOggOpus],
  ['\x01vorbis', decodeOggVorbis],
];

/** Decodes Ogg with Opus or Vorbis. */
export async function decodeOgg(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  // RFC 3533, section 6: a page header of 27 bytes, one byte per segment, then the first packet.
  const packet = 27 + (bytes[26] ?? 0);
  const head = String.fromCharCode(...bytes.subarray(packet, packet + 8));
  const codec = codecs.find(([magic]) => head.startsWith(magic));
  if (!codec) throw unsupported('The Ogg file holds neither Opus nor Vorbis.');
  return codec[1](bytes, collector);
}

/** Decodes Vorbis; the identification header states channels and rate (Vorbis I, section 4.2.2). */
function decodeOggVorbis(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const header = 27 + (bytes[26] ?? 0) + 11;
  const channels = bytes[header] ?? 0;
  // A page can expand to megabytes per channel before the collector sees them.
  if (channels > maxVorbisChannels)
    throw unsupported(`Vorbis with more than ${maxVorbisChannels} channels is not supported.`);
  collector.checkSource({ channels, sampleRate: readUnsigned(bytes.slice(header + 1, header + 5).reverse(), 0, 4) });
  return decodeInChunks(new OggVorbisDecoder(), bytes, collector);
}

/** Decodes Opus and cuts the pre-skip and, where the last page states it, the padding (RFC 7845). */
async function decodeOggOpus(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const { packets, endPosition } = readOggPackets(bytes, collector);
  const [description] = packets;
  const audio = packets.filter((packet) => !startsWithOpusMagic(packet));
  const preSkip = (description?.[10] ?? 0) | ((description?.[11] ?? 0) << 8);
  const channels = description?.[9] ?? 1;
  const decoded = await decodeOpusPackets({ packets: audio, description, channels }, collector);
  const keep = endPosition === undefined || endPosition <= preSkip ? undefined : endPosition - preSkip;
  return { ...decoded, samples: decoded.samples.subarray(0, keep) };
}

/** OpusHead and OpusTags are headers, not audio. */
const startsWithOpusMagic = (packet: Uint8Array) =>
  packet.length >= 8 && ['OpusHead', 'OpusTags'].includes(String.fromCharCode(...packet.subarray(0, 8)));

interface Block {
  channelData: Float32Array[];
  sampleRate: number;
  errors: readonly unknown[];
}

interface ChunkDecoder {
  ready: Promise<void>;
  decode(bytes: Uint8Array): Promise<Block> | Block;
  flush(): Promise<Block>;
  free(): void;
}

/** Bytes per call of the decoder: bounds what one call can expand to. */
const chunkBytes = 2_048;
/** Maximum number of damaged frames; a file with more is noise. */
const maxFaults = 100;

/** Passes a file to a decoder in chunks, so that the collector can stop it. */
async function decodeInChunks(
  decoder: ChunkDecoder,
  bytes: Uint8Array,
  collector: PcmCollector,
): Promise<DecodedSamples> {
  await decoder.ready;
  let faults = 0;
  const take = (block: Block) => {
    faults += block.errors.length;
    if (faults > maxFaults) throw undecodable('The file has too many damaged frames.');
    collector.add(block.channelData, block.sampleRate);
  };
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes)
      take(await decoder.decode(bytes.subarray(at, at + chunkBytes)));
    take(await decoder.flush());
    return collector.finish();
  } finally {
    decoder.free();
  }
}
