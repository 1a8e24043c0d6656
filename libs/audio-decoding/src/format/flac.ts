import { FLACDecoder } from '@wasm-audio-decoders/flac';
import {
  isWholeFrame,
  readFlacFrames,
  readFlacStream,
  type FlacFrame,
  type FlacStream,
} from '../container/flac-frames.js';
import { undecodable } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { skipId3 } from '../sniff-format.js';

/** A frame of 14 bytes can expand to 65 535 samples per channel, so only a few are decoded at a time. */
const framesPerBatch = 4;
/** Maximum number of damaged places; a file with more is noise. */
const maxFaults = 100;

/** Decodes native FLAC. The frames are divided here, because the decoder's own parser loses the last, shorter one. */
export async function decodeFlac(file: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const bytes = withoutId3v1(skipId3(file));
  const stream = readFlacStream(bytes);
  checkLength(bytes, stream, collector);
  const decoder = new FLACDecoder();
  await decoder.ready;
  try {
    const frames = new FrameQueue(decoder, stream, collector);
    for (const frame of readFlacFrames(bytes, stream.start)) {
      if (isWholeFrame(frame.data)) await frames.push(frame);
      else await frames.replace(frame);
    }
    await frames.flush();
    return collector.finish();
  } finally {
    decoder.free();
  }
}

/**
 * Adds up the sizes in the headers of all frames before one is decoded. The length in the stream description may be
 * missing, as recorders write it, or wrong.
 */
function checkLength(bytes: Uint8Array, stream: FlacStream, collector: PcmCollector): void {
  let length = 0;
  collector.checkSource(stream);
  for (const { samples, lost } of readFlacFrames(bytes, stream.start)) {
    length += samples * (1 + lost);
    collector.checkSource({ ...stream, length });
  }
}

/** Leaves out an ID3v1 tag, 128 bytes at the end, which would count as damage of the last frame. */
function withoutId3v1(bytes: Uint8Array): Uint8Array {
  const at = bytes.length - 128;
  const isTag = bytes[at] === 0x54 && bytes[at + 1] === 0x41 && bytes[at + 2] === 0x47;
  return isTag ? bytes.subarray(0, at) : bytes;
}

/**
 * Decodes whole frames in batches. A damaged or missing frame becomes silence of its length, and the decoder does not see
 * it: it would lose the next frame as well, and what follows would be heard too early.
 */
class FrameQueue {
  private batch: Uint8Array[] = [];
  private faults = 0;

  constructor(
    private readonly decoder: FLACDecoder,
    private readonly stream: FlacStream,
    private readonly collector: PcmCollector,
  ) {}

  async push(frame: FlacFrame): Promise<void> {
    if (frame.lost > 0) await this.addSilence(frame.samples, frame.lost);
    this.batch.push(frame.data);
    if (this.batch.length === framesPerBatch) await this.flush();
  }

  /** A frame that is cut off at the end of the file leaves nothing. */
  async replace(frame: FlacFrame): Promise<void> {
    await this.addSilence(frame.samples, frame.lost + (frame.isLast ? 0 : 1));
    if (frame.isLast) this.collector.addDamage(1);
  }

  async flush(): Promise<void> {
    if (this.batch.length === 0) return;
    const { channelData, errors } = await this.decoder.decodeFrames(this.batch);
    this.batch = [];
    this.count(errors.length);
    // The rate in a frame header is optional and may be damaged; that of the stream counts.
    this.collector.add(channelData, this.stream.sampleRate);
  }

  private async addSilence(samples: number, frames: number): Promise<void> {
    if (frames === 0) return;
    await this.flush();
    this.count(1);
    this.collector.addDamage(frames);
    const { channels, sampleRate } = this.stream;
    for (let frame = 0; frame < frames; frame++) {
      this.collector.add(
        Array.from({ length: channels }, () => new Float32Array(samples)),
        sampleRate,
      );
    }
  }

  private count(faults: number): void {
    this.faults += faults;
    if (this.faults > maxFaults) throw undecodable('The FLAC file has too many damaged frames.');
  }
}
