import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { readUnsigned } from '../container/ebml.js';
import { fitsOnPage, writeOggPages } from '../container/ogg-writer.js';
import { undecodable, unsupported } from '../decoding-error.js';
import type { PcmCollector } from '../pcm-collector.js';

/** The packets of a Vorbis stream in decode order. */
export interface VorbisPackets {
  /** The identification, comment and setup header (Vorbis I, section 4.2.1). */
  readonly headers: readonly Uint8Array[];
  readonly packets: readonly Uint8Array[];
  /** Samples that are kept; what follows is padding. */
  readonly length?: number | undefined;
}

const maxChannels = 8;
/** Packets per call of the decoder: each can expand to 4 096 samples per channel, whatever its size. */
const packetsPerPage = 16;
/** Maximum number of damaged packets; a stream with more is noise. */
const maxFaults = 100;
/** A comment header without comments (Vorbis I, section 5.2.1): the real one may hold a picture. */
const emptyComment = Uint8Array.from([3, ...Buffer.from('vorbis'), 0, 0, 0, 0, 0, 0, 0, 0, 1]);

/**
 * Decodes the packets of an Ogg or WebM file. The decoder takes pages of Ogg only, so they are written here, each with as
 * many packets as one call may expand to samples.
 */
export async function decodeVorbisPackets(track: VorbisPackets, collector: PcmCollector): Promise<void> {
  const [identification, , setup] = track.headers;
  if (!isHeader(identification, 1) || !isHeader(setup, 5)) throw undecodable('The Vorbis stream has no headers.');
  checkSource(identification, collector);
  const audio = track.packets.filter((packet) => isAudio(packet) && fitsOnPage(packet));
  collector.addDamage(track.packets.length - audio.length);
  const decoder = new OggVorbisDecoder();
  await decoder.ready;
  const sink = new TrimmedSink(collector, track.length);
  try {
    for (const page of writeOggPages([identification, emptyComment, setup, ...audio], packetsPerPage)) {
      sink.add(await decoder.decode(page));
    }
    sink.add(await decoder.flush());
  } finally {
    decoder.free();
  }
}

type DecodedPage = Awaited<ReturnType<OggVorbisDecoder['decode']>>;

/** Passes decoded pages on, up to a length. */
class TrimmedSink {
  private faults = 0;

  constructor(
    private readonly collector: PcmCollector,
    private left = Infinity,
  ) {}

  add({ channelData, sampleRate, errors }: DecodedPage): void {
    this.faults += errors.length;
    this.collector.addDamage(errors.length);
    if (this.faults > maxFaults) throw undecodable('The Vorbis stream has too many damaged packets.');
    const kept = channelData.map((plane) => plane.subarray(0, this.left));
    this.collector.add(kept, sampleRate);
    this.left -= kept[0]?.length ?? 0;
  }
}

/** Reads channels and rate of the identification header (Vorbis I, section 4.2.2). */
function checkSource(identification: Uint8Array, collector: PcmCollector): void {
  const channels = identification[11] ?? 0;
  if (channels > maxChannels) throw unsupported(`Vorbis with more than ${maxChannels} channels is not supported.`);
  collector.checkSource({ channels, sampleRate: readUnsigned(identification.slice(12, 16).reverse(), 0, 4) });
}

/** Headers have odd first bytes; the decoder must not take a damaged packet for one. */
const isAudio = (packet: Uint8Array) => packet.length > 0 && (packet[0]! & 1) === 0;

function isHeader(packet: Uint8Array | undefined, kind: number): packet is Uint8Array {
  if (!packet || !fitsOnPage(packet)) return false;
  return packet[0] === kind && String.fromCharCode(...packet.subarray(1, 7)) === 'vorbis';
}
