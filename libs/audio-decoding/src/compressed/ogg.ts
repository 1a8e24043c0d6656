import { OggOpusDecoder } from 'ogg-opus-decoder';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { feedInChunks } from './feed-in-chunks.js';

type OggDecoder = (bytes: Uint8Array, collector: PcmCollector) => Promise<DecodedSamples>;

/** First bytes of the first packet of a stream → its decoder. */
const codecs: ReadonlyArray<readonly [string, OggDecoder]> = [
  ['OpusHead', (bytes, collector) => feedInChunks(new OggOpusDecoder(), bytes, collector)],
  ['\x01vorbis', (bytes, collector) => feedInChunks(new OggVorbisDecoder(), bytes, collector)],
];

/** Ogg with Opus or Vorbis inside. Opus pre-skip and the end position of the last page are honoured. */
export async function decodeOgg(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  // RFC 3533, section 6: 27 bytes of page header, then one byte per segment, then the first packet.
  const packet = 27 + (bytes[26] ?? 0);
  const head = String.fromCharCode(...bytes.subarray(packet, packet + 8));
  const codec = codecs.find(([magic]) => head.startsWith(magic));
  if (!codec) throw unsupported('The Ogg file holds neither Opus nor Vorbis.');
  return codec[1](bytes, collector);
}
