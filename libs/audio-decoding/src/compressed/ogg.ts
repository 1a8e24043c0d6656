import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { readUnsigned } from '../container/ebml.js';
import { readOggPackets } from '../container/ogg-packets.js';
import { decodeOpusPackets } from '../container/opus-packets.js';
import { unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { feedInChunks } from './feed-in-chunks.js';

const mostVorbisChannels = 8;

type OggDecoder = (bytes: Uint8Array, collector: PcmCollector) => Promise<DecodedSamples>;

/** First bytes of the first packet of a stream → its decoder. */
const codecs: ReadonlyArray<readonly [string, OggDecoder]> = [
  ['OpusHead', decodeOggOpus],
  ['\x01vorbis', decodeOggVorbis],
];

/** Ogg with Opus or Vorbis inside. */
export async function decodeOgg(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  // RFC 3533, section 6: 27 bytes of page header, then one byte per segment, then the first packet.
  const packet = 27 + (bytes[26] ?? 0);
  const head = String.fromCharCode(...bytes.subarray(packet, packet + 8));
  const codec = codecs.find(([magic]) => head.startsWith(magic));
  if (!codec) throw unsupported('The Ogg file holds neither Opus nor Vorbis.');
  return codec[1](bytes, collector);
}

/** The identification header tells channels and rate (Vorbis I, section 4.2.2). */
function decodeOggVorbis(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const header = 27 + (bytes[26] ?? 0) + 11;
  const channels = bytes[header] ?? 0;
  // A page unpacks into megabytes per channel before the collector sees any of them.
  if (channels > mostVorbisChannels)
    throw unsupported(`Vorbis with more than ${mostVorbisChannels} channels is not supported.`);
  collector.announce({ channels, sampleRate: readUnsigned(bytes.slice(header + 1, header + 5).reverse(), 0, 4) });
  return feedInChunks(new OggVorbisDecoder(), bytes, collector);
}

/** RFC 7845: pre-skip in front and, where the last page tells it, padding behind are cut. */
async function decodeOggOpus(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const { packets, endPosition } = readOggPackets(bytes, collector);
  const [description] = packets;
  const audio = packets.filter((packet) => !startsWithOpusMagic(packet));
  const preSkip = (description?.[10] ?? 0) | ((description?.[11] ?? 0) << 8);
  const channels = description?.[9] ?? 1;
  const decoded = await decodeOpusPackets({ packets: audio, skipSeconds: 0, description, channels }, collector);
  const keep = endPosition === undefined || endPosition <= preSkip ? undefined : endPosition - preSkip;
  return { ...decoded, samples: decoded.samples.subarray(0, keep) };
}

/** OpusHead and OpusTags: headers, not sound. */
const startsWithOpusMagic = (packet: Uint8Array) =>
  packet.length >= 8 && ['OpusHead', 'OpusTags'].includes(String.fromCharCode(...packet.subarray(0, 8)));
