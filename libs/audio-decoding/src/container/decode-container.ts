import { BufferSource, EncodedPacketSink, FLAC, Input, MP4, QTFF, type InputAudioTrack } from 'mediabunny';
import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { decodeAacPackets } from './aac-packets.js';
import { decodeFlacPackets } from './flac-packets.js';
import { decodeOpusPackets } from './opus-packets.js';

/** The packets of one track in decode order, with the time at which the first one is to be heard. */
export interface TrackPackets {
  readonly packets: readonly Uint8Array[];
  readonly firstTimestamp: number;
  readonly description: Uint8Array | undefined;
  readonly channels: number;
}

type PacketDecoder = (track: TrackPackets, collector: PcmCollector) => Promise<DecodedSamples>;

const packetDecoders: Record<string, PacketDecoder> = {
  opus: decodeOpusPackets,
  aac: decodeAacPackets,
  flac: decodeFlacPackets,
};

/** MP4/M4A (index in front or behind, or fragmented) and native FLAC. */
export async function decodeContainer(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF, FLAC] });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (!track) throw undecodable('The file has no audio track.');
    const codec = await track.getCodec();
    const decode = codec ? packetDecoders[codec] : undefined;
    if (!decode) throw unsupported(`Audio of the kind ${codec ?? 'unknown'} is not supported in this container.`);
    return await decode(await readPackets(track, collector), collector);
  } finally {
    input.dispose();
  }
}

async function readPackets(track: InputAudioTrack, collector: PcmCollector): Promise<TrackPackets> {
  const sink = new EncodedPacketSink(track);
  const packets: Uint8Array[] = [];
  let firstTimestamp = 0;
  for await (const packet of sink.packets()) {
    if (packets.length === 0) firstTimestamp = packet.timestamp;
    packets.push(packet.data);
    collector.checkDuration(packet.timestamp - Math.max(0, firstTimestamp));
  }
  if (packets.length === 0) throw undecodable('The audio track is empty.');
  const config = await track.getDecoderConfig();
  const channels = await track.getNumberOfChannels();
  return { packets, firstTimestamp, description: bytesOf(config?.description), channels };
}

function bytesOf(description: AllowSharedBufferSource | undefined): Uint8Array | undefined {
  if (!description) return undefined;
  if (ArrayBuffer.isView(description)) {
    return new Uint8Array(description.buffer, description.byteOffset, description.byteLength);
  }
  return new Uint8Array(description);
}
