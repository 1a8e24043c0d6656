import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';

/** The packets of one track in decode order. */
export interface TrackPackets {
  readonly packets: readonly Uint8Array[];
  /** Seconds in front that are not to be heard. */
  readonly skipSeconds: number;
  /** The codec's own header, as its decoder wants it. */
  readonly description: Uint8Array | undefined;
  readonly channels: number;
}

export type PacketDecoder = (track: TrackPackets, collector: PcmCollector) => Promise<DecodedSamples>;
