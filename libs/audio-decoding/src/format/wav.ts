import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { readChunks, type WavFormat } from '../container/wav-chunks.js';
import { sampleReader, type ReadSample } from '../codec/wav-samples.js';

const framesPerBlock = 65_536;

/** Decodes RIFF/WAVE: PCM of 8 to 32 bits, float of 32 and 64 bits, A-law and µ-law, plain or extensible. */
export function decodeWav(bytes: Uint8Array, collector: PcmCollector): DecodedSamples {
  const { format, data } = readChunks(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const { channels, blockAlign, sampleRate } = format;
  collector.checkSource({ channels, sampleRate });
  if (blockAlign < channels || blockAlign % channels !== 0) {
    throw undecodable('The WAV format description contradicts itself.');
  }
  const read = sampleReader(format.tag, blockAlign / channels);
  if (!read) throw unsupported(`WAV encoding ${format.tag} with ${(blockAlign / channels) * 8} bits is not supported.`);
  const frames = Math.floor(data.byteLength / blockAlign);
  collector.checkSource({ channels, sampleRate, length: frames });
  for (let from = 0; from < frames; from += framesPerBlock) {
    const block = { from, count: Math.min(framesPerBlock, frames - from) };
    collector.add(readBlock(data, format, read, block), sampleRate);
  }
  return collector.finish();
}

function readBlock(
  data: DataView,
  format: WavFormat,
  read: ReadSample,
  block: { from: number; count: number },
): Float32Array[] {
  const width = format.blockAlign / format.channels;
  return Array.from({ length: format.channels }, (_, channel) => {
    const plane = new Float32Array(block.count);
    let at = block.from * format.blockAlign + channel * width;
    for (let i = 0; i < block.count; i++, at += format.blockAlign) plane[i] = read(data, at);
    return plane;
  });
}
