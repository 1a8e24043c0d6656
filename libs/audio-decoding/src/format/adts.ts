import { undecodable, unsupported } from '../decoding-error.js';
import { skipId3 } from '../sniff-format.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { decodeAacFrames, type AacStream } from '../codec/aac.js';

/** Decodes AAC-LC in ADTS. The format does not state the encoder's delay, so nothing is cut. */
export async function decodeAdts(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const { stream, frames } = splitAdts(skipId3(bytes), collector);
  if (!stream) throw undecodable('The AAC file holds no whole frame.');
  if (stream.profile !== 1) throw unsupported('Of AAC only the low-complexity profile is supported.');
  await decodeAacFrames(frames, stream, collector);
  return collector.finish();
}

/** Divides an ADTS file into raw frames; bytes that start no frame are skipped. */
function splitAdts(
  bytes: Uint8Array,
  collector: PcmCollector,
): { stream: AacStream | undefined; frames: Uint8Array[] } {
  const frames: Uint8Array[] = [];
  let stream: AacStream | undefined;
  for (let at = 0; at + 7 <= bytes.length;) {
    const byte = (index: number) => bytes[at + index] ?? 0;
    const length = ((byte(3) & 3) << 11) | (byte(4) << 3) | (byte(5) >> 5);
    const header = byte(1) & 1 ? 7 : 9;
    if (byte(0) !== 0xff || (byte(1) & 0xf6) !== 0xf0 || length <= header || at + length > bytes.length) {
      at++;
      continue;
    }
    stream ??= {
      profile: byte(2) >> 6,
      rateIndex: (byte(2) >> 2) & 15,
      channelConfiguration: ((byte(2) & 1) << 2) | (byte(3) >> 6),
    };
    frames.push(bytes.subarray(at + header, at + length));
    collector.checkPackets(frames.length);
    at += length;
  }
  return { stream, frames };
}
