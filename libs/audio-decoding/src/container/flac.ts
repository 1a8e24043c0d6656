import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { BufferSource, EncodedPacketSink, FLAC, Input } from 'mediabunny';
import { undecodable } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';

/** A frame of 14 bytes can unpack into 65 535 samples per channel, so only a few are unpacked at a time. */
const framesPerBatch = 4;
/** A file with more damaged frames than this is noise, and reading on only costs time. */
const mostFaults = 100;

/** Native FLAC. The frames are cut by the demuxer: the decoder's own parser loses the last, shorter one. */
export async function decodeFlac(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const frames = await splitFrames(bytes);
  const decoder = new FLACDecoder();
  await decoder.ready;
  let faults = 0;
  try {
    for (let from = 0; from < frames.length; from += framesPerBatch) {
      const { channelData, sampleRate, errors } = await decoder.decodeFrames(frames.slice(from, from + framesPerBatch));
      faults += errors.length;
      if (faults > mostFaults) throw undecodable('The FLAC file has too many damaged frames.');
      collector.add(channelData, sampleRate);
    }
    return collector.finish();
  } finally {
    decoder.free();
  }
}

async function splitFrames(bytes: Uint8Array): Promise<Uint8Array[]> {
  const input = new Input({ source: new BufferSource(bytes), formats: [FLAC] });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (!track) throw undecodable('The FLAC file has no audio.');
    const frames: Uint8Array[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) frames.push(packet.data);
    return frames;
  } finally {
    input.dispose();
  }
}
