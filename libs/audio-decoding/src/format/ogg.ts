import { decodeOpusPackets, preSkip } from '../codec/opus.js';
import { decodeVorbisPackets } from '../codec/vorbis.js';
import { readOggStreams, type OggStream } from '../container/ogg-streams.js';
import { unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';

type StreamDecoder = (stream: OggStream, collector: PcmCollector) => Promise<void>;

const decoders: Partial<Record<string, StreamDecoder>> = { Opus: decodeOpus, Vorbis: decodeVorbis };

/** Decodes Ogg with Opus or Vorbis. The streams of a chained file, which follow one another, become one recording. */
export async function decodeOgg(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const streams = readOggStreams(bytes, (count) => collector.checkPackets(count));
  if (streams.length === 0) throw unsupported('The Ogg file holds neither Opus nor Vorbis.');
  for (const stream of streams) {
    const decode = decoders[stream.codec];
    if (!decode) throw unsupported(`The Ogg file holds ${stream.codec}; Opus and Vorbis are supported.`);
    collector.addDamage(stream.damagedPages);
    await decode(stream, collector);
  }
  return collector.finish();
}

/** Cuts the padding where the last page states where the sound ends (RFC 7845, section 4.4). */
async function decodeOpus({ packets, endPosition = 0 }: OggStream, collector: PcmCollector): Promise<void> {
  const [description] = packets;
  const skip = preSkip(description);
  const length = endPosition > skip ? endPosition - skip : undefined;
  const audio = packets.filter((packet) => !startsWithOpusMagic(packet));
  if (audio.length === 0) return;
  await decodeOpusPackets({ packets: audio, description, channels: description?.[9] ?? 1, length }, collector);
}

/** Cuts the padding like that of Opus (Vorbis I, section A.2). */
async function decodeVorbis({ packets, endPosition = 0 }: OggStream, collector: PcmCollector): Promise<void> {
  const length = endPosition > 0 ? endPosition : undefined;
  await decodeVorbisPackets({ headers: packets.slice(0, 3), packets: packets.slice(3), length }, collector);
}

/** OpusHead and OpusTags are headers, not audio. */
const startsWithOpusMagic = (packet: Uint8Array) =>
  packet.length >= 8 && ['OpusHead', 'OpusTags'].includes(String.fromCharCode(...packet.subarray(0, 8)));
