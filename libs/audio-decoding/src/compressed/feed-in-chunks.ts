import { undecodable } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';

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

/** An Opus packet of 3 bytes can last 120 ms: 2 kB unpack into at most some 15 MB per channel. */
const chunkBytes = 2_048;
/** A file with more faults than this is noise, and reading on only costs time. */
const mostFaults = 100;

/** Hands a file to a decoder piece by piece, so that the collector can stop it. */
export async function feedInChunks(
  decoder: ChunkDecoder,
  bytes: Uint8Array,
  collector: PcmCollector,
): Promise<DecodedSamples> {
  await decoder.ready;
  let faults = 0;
  const take = (block: Block) => {
    faults += block.errors.length;
    if (faults > mostFaults) throw undecodable('The file has too many damaged frames.');
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
