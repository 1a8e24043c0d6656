import { MPEGDecoder } from 'mpg123-decoder';
import { skipId3 } from '../sniff-format.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';

const chunkBytes = 16_384;

/** Decodes MP3 by mpg123; its gapless mode cuts the delay and padding of the LAME tag. */
export async function decodeMp3(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const decoder = new MPEGDecoder({ enableGapless: true });
  await decoder.ready;
  try {
    const body = skipId3(bytes);
    for (let at = 0; at < body.length; at += chunkBytes) {
      const { channelData, sampleRate } = decoder.decode(body.subarray(at, at + chunkBytes));
      collector.add(channelData, sampleRate);
    }
    return collector.finish();
  } finally {
    decoder.free();
  }
}
