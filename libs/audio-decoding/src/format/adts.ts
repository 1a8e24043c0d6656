import { undecodable } from '../decoding-error.js';
import { skipId3 } from '../sniff-format.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { decodeAacFrames, lengthOfFrames } from '../codec/aac.js';
import { sourceOf, type AacStream } from '../codec/aac-stream.js';

/** Decodes AAC-LC in ADTS. The format does not state the encoder's delay, so nothing is cut. */
export async function decodeAdts(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const { stream, frames, gaps } = splitAdts(skipId3(bytes), collector);
  if (!stream) throw undecodable('The AAC file holds no whole frame.');
  collector.addDamage(gaps);
  await decodeAacFrames(frames, stream, collector);
  return collector.finish();
}

/** Divides an ADTS file into raw frames; bytes that start no frame are skipped, and are a gap when a frame is before them. */
function splitAdts(
  bytes: Uint8Array,
  collector: PcmCollector,
): { stream: AacStream | undefined; frames: Uint8Array[]; gaps: number } {
  const frames: Uint8Array[] = [];
  let stream: AacStream | undefined;
  let [gaps, frameEnd] = [0, 0];
  for (let at = 0; at + 7 <= bytes.length;) {
    const byte = (index: number) => bytes[at + index] ?? 0;
    const length = ((byte(3) & 3) << 11) | (byte(4) << 3) | (byte(5) >> 5);
    const header = byte(1) & 1 ? 7 : 9;
    if (byte(0) !== 0xff || (byte(1) & 0xf6) !== 0xf0 || length <= header || at + length > bytes.length) {
      if (stream && at === frameEnd && !isTag(bytes, at)) gaps += 1;
      at++;
      continue;
    }
    stream ??= {
      profile: byte(2) >> 6,
      rateIndex: (byte(2) >> 2) & 15,
      channelConfiguration: ((byte(2) & 1) << 2) | (byte(3) >> 6),
    };
    frames.push(bytes.subarray(at + header, at + length));
    collector.checkSource({ ...sourceOf(stream), length: lengthOfFrames(frames.length) });
    at += length;
    frameEnd = at;
  }
  return { stream, frames, gaps };
}

/** Whether an ID3v1 tag begins here, as it may at the end of a file. */
const isTag = (bytes: Uint8Array, at: number) =>
  at === bytes.length - 128 && String.fromCharCode(...bytes.subarray(at, at + 3)) === 'TAG';
