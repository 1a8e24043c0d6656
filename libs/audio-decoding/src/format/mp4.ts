import { decodeAacPackets, type AacPackets } from '../codec/aac.js';
import { decodeOpusPackets, type OpusPackets } from '../codec/opus.js';
import { BoxReader, findBox, readBoxes } from '../container/mp4-boxes.js';
import { readFragmentSamples, readTableSamples } from '../container/mp4-samples.js';
import { findAudioTrack } from '../container/mp4-track.js';
import { undecodable, unsupported } from '../decoding-error.js';
import type { DecodedSamples, PcmCollector } from '../pcm-collector.js';

type TrackDecoder = (track: AacPackets & OpusPackets, collector: PcmCollector) => Promise<DecodedSamples>;

/** Sample entry → decoder. */
const codecs: Partial<Record<string, TrackDecoder>> = {
  mp4a: decodeAacPackets,
  Opus: async (track, collector) => {
    await decodeOpusPackets(track, collector);
    return collector.finish();
  },
};

/** Sample entry → name of a codec that is not decoded. */
const knownCodecs: Partial<Record<string, string>> = {
  alac: 'Apple Lossless (ALAC)',
  fLaC: 'FLAC',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
  'ac-4': 'AC-4',
  '.mp3': 'MP3',
  samr: 'AMR',
  sawb: 'AMR-WB',
  enca: 'encrypted audio',
  ipcm: 'PCM',
  fpcm: 'PCM',
  lpcm: 'PCM',
  sowt: 'PCM',
  twos: 'PCM',
};

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
  if (!decode) {
    const name = knownCodecs[track.codec] ?? `the kind ${printable(track.codec)}`;
    throw unsupported(`The M4A file holds ${name}; AAC-LC and Opus are supported.`);
  }
  const extension = findBox(bytes, movie, 'mvex', 'trex');
  const defaultSize = extension ? new BoxReader(bytes, extension, 16).next(4) : 0;
  const packets = readTableSamples(bytes, track.table, collector);
  let counted = packets.length;
  for (const box of readBoxes(bytes, 0, bytes.length)) {
    if (box.type !== 'moof') continue;
    readFragmentSamples(bytes, box, { id: track.id, defaultSize }, (packet) => {
      if (packet) packets.push(packet);
      else collector.addDamage(1);
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
