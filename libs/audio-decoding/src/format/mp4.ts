import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';
import { decodeAacPackets, type AacPackets } from '../codec/aac.js';
import { BoxReader, findBox, readBoxes } from '../container/mp4-boxes.js';
import { readFragmentSamples, readTableSamples } from '../container/mp4-samples.js';
import { findAudioTrack } from '../container/mp4-track.js';
import { decodeOpusPackets, type OpusPackets } from '../codec/opus.js';

type TrackDecoder = (track: AacPackets & OpusPackets, collector: PcmCollector) => Promise<DecodedSamples>;

/** Sample entry → decoder. */
const codecs: Record<string, TrackDecoder> = { mp4a: decodeAacPackets, Opus: decodeOpusPackets };

/**
 * Decodes MP4 and M4A with AAC-LC or Opus: index at the front, at the end, or in fragments as live recorders write
 * them.
 */
export async function decodeMp4(bytes: Uint8Array, collector: PcmCollector): Promise<DecodedSamples> {
  const movie = findBox(bytes, { type: '', at: 0, start: 0, end: bytes.length }, 'moov');
  if (!movie) throw undecodable('The M4A file was cut off before its index.');
  const track = findAudioTrack(bytes, movie);
  if (!track) throw undecodable('The file has no audio track.');
  const decode = codecs[track.codec];
  if (!decode) throw unsupported(`Audio of the kind ${printable(track.codec)} is not supported in M4A.`);
  const extension = findBox(bytes, movie, 'mvex', 'trex');
  const defaultSize = extension ? new BoxReader(bytes, extension, 16).next(4) : 0;
  const packets = readTableSamples(bytes, track.table, collector);
  let counted = packets.length;
  for (const box of readBoxes(bytes, 0, bytes.length)) {
    if (box.type !== 'moof') continue;
    readFragmentSamples(bytes, box, { id: track.id, defaultSize }, (packet) => {
      if (packet.length > 0) packets.push(packet);
      collector.checkPackets(++counted);
    });
  }
  if (packets.length === 0) throw undecodable('The audio track is empty.');
  return decode(
    { packets, skipSeconds: track.skipSeconds, description: track.description, channels: track.channels },
    collector,
  );
}

const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?');
